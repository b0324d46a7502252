assert x
assert y
