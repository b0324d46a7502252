assert x  # nosec B101 why not, B999: really
assert y  # nosec nothing here
exec(x)  # nosec because exec_used
