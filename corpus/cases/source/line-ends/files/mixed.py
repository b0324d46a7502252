assert a

assert b
assert cassert d
assert e

assert f