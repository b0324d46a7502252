assert x #  page

assert y
assert z #   sep  nel
