x = 1__0 # nosec B984
y = 1 # nosec B983
