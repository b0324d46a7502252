x = 1  # nosec
assert x; exec(x)  # nosec
assert x; exec(x)  # nosec B101
# nosec
def f(): pass  # nosec
