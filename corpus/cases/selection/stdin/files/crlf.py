assert x
assert y
