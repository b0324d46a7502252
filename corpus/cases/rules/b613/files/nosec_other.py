x = 1
# ‮ # nosec B101
