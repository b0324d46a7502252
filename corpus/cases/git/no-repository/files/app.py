import pickle
assert x
