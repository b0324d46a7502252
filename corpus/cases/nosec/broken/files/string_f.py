x = f"{a!}" # nosec B976
y = 1 # nosec B975
