assert z
assert (
    a,
    b,
)
