x = "    "
assert b
#   nosec
assert c # nosec
