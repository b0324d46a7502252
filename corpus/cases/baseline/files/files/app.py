# moved

import pickle
assert x
assert y
exec("a")
password = "one"
token = "two"
