x = f"{a" # nosec B974
y = 1 # nosec B973
