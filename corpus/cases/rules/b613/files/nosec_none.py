x = 1  # nosec B613
