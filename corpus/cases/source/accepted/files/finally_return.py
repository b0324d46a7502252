def f():
    try: x
    finally: return 1
