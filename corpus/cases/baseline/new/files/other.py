assert x
assert y
exec("b")
exec("c")
