x = € # nosec B964
y = 1 # nosec B963
