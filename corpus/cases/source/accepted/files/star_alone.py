*a
print *b
