x = 1
assert x
y = 2
