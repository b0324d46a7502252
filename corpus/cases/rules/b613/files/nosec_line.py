x = 1
# ‮ nosec
