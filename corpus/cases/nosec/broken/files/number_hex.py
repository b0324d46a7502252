x = 0x # nosec B978
y = 1 # nosec B977
