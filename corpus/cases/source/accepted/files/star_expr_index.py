x[*a] = 1
del x[*a]
