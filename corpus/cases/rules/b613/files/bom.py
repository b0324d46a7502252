# ‮
assert x
