x = (1] # nosec B970
y = 1 # nosec B969
