try:
    assert x
except ValueError, TypeError:
    pass
except (KeyError, eval(x)) as e: pass
