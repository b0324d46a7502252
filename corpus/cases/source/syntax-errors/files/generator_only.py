f(x for x in y)
class C(x for x in y): pass
