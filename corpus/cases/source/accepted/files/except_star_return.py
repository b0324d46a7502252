def f():
    try: x
    except* A: return 1
