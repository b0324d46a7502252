f(*a, b)
f(*a, **b, c=1)
f(a=1, *b)
