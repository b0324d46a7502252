with (a): pass
with (a, b): pass
with (a as b): pass
with (a, b) as c: pass
with (yield a): pass
with a, (b): pass
with (a).b as c, d: pass
