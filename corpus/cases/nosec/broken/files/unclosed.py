assert x  # nosec
assert (  # nosec B999
