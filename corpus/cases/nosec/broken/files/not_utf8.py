assert x # nosec B987
# ÿ
