a[*b, c]
a[*b]
def f(*args: *Ts): pass
