f(a,)
def g(a,): pass
x = a,
with (a, b,): pass
from x import (a, b,)
class C(a,): pass
assert (a,)
lambda a,: 1
