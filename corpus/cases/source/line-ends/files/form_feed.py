assert a

assert b
assert c
if x:
    assert d
