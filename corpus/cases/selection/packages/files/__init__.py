assert y
