x = $ # nosec B991
