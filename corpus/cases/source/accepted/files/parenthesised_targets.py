(a) = 1
(a, b) = c
[a, b] = c
(a.b) = c
for (a) in b: pass
with a as (b): pass
del (a), [b], (c, d)
(x): int = 1
