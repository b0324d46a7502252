assert a
x = 1 \
