x = 1or 2
y = 0x1for x in y
z = 1if 2else 3
