"""doc


"""
assert a
