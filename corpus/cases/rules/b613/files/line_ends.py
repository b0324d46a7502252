x = "a b"
y = "   "
# ‮
