assert x  # nosec
assert y
