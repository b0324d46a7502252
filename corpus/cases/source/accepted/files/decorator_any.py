@a[0](b).c
@(yield)
@x if y else z
@lambda f: f
def f(): pass
