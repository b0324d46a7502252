assert x)
