x = 1  # nosec B966
y = 1 # nosec B965
