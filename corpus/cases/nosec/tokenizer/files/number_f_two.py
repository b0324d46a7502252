x = f"{0o777y}" # nosec B980
y = 1 # nosec B979
