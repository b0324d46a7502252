x = '\d \_ \8 \400'
y = b'\d'
z = f'\d{x}'
assert x
