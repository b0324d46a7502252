x = f"{1024.chmod}" # nosec B986
y = 1 # nosec B985
