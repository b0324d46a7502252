print >>x, y
print (x)
