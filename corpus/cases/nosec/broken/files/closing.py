x = 1) # nosec B968
y = 1 # nosec B967
