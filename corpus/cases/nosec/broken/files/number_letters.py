x = 0o777abc # nosec B982
y = 1 # nosec B981
