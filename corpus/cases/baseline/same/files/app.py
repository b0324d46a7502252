import pickle
assert x
exec("a")
password = "one"
