x = 1 if 2else 3
assert x is 1
