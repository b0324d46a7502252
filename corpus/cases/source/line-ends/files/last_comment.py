assert a
# last comment