assert x
assert y
assert (
    z
)
exec(a)
