try:
    x
except A as e.f: y
