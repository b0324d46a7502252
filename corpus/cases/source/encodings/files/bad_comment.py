assert x
# ÿ
assert y
