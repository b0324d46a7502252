else:
    y
