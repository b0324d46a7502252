import pickle

x = pickle.loads(b"")

assert x
