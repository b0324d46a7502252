try:
    x
except*: y
