x = 0777 # nosec B992
