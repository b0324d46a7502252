password = "é"
assert x
