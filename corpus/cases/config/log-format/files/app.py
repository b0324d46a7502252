import pickle
assert pickle
exec("x")
pickle.loads(x)
try: x
except: pass
