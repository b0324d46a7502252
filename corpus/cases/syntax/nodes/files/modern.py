import subprocess


async def agen():
    async with a as b, eval(c) as d:
        async for e in eval(f):
            yield eval(e)
    return_ = [await eval(x) async for x in eval(y) if eval(z)]
    await eval("awaited")
    assert await x


match eval(command):
    case [eval(x), *rest]:
        pass
    case {"k": v} if eval(v):
        eval(v)
    case eval.Class(a=eval(b)):
        pass
    case (1 | 2) as n if (m := eval(n)):
        assert m
    case _:
        eval("default")

if (n := eval(x)) > 1 and (m := eval(y)): pass
print(f"{eval(x)}", f"{eval(x)!r:>{eval(y)}}", f"{(lambda: eval(x))()}")


def generic[T: eval("bound"), *Ts, **P](x: T, /, y: eval("annotation") = eval("default"), *, z=eval("kw")) -> eval("ret"):
    nonlocal_ = 1

    def inner[U = eval("type default")](password: U = "x") -> None: ...
    return inner


class Box[T](Base[eval("base")], metaclass=eval("meta")):
    __slots__ = ("a",)
    x: int = eval("class body")
    type Inner[V] = eval("alias")

    @property
    @eval("decorator")
    def p(self): return eval(self)

    @p.setter
    def p(self, value, password="x"): assert value


type Alias[T] = dict[T, eval("alias")]
lambda: (yield eval(x))
lambda *a, k=eval("d"), **kw: eval("b")
x = *eval(a), *eval(b)
print(*eval(a), **eval(b))
del (eval(x)[0])
a[eval(b):eval(c):eval(d), ...]
{**eval(a), eval(b): eval(c)}
{*eval(a)}
x: eval("annotation")
x: int = eval("value")
(x): eval("parenthesised")
x.y: eval("attribute")
x @= eval("matmul")
x = y = eval("chained")
eval(a) if eval(b) else eval(c)
not eval(a)
eval(a) ; eval(b)
try:
    eval(a)
except* (A, eval(b)):
    eval(c)
try: eval(a)
finally: eval(b)
with (eval(a) as b, eval(c)): pass
with (eval(a)): pass
with eval(a), eval(b): pass
for x in eval(a), eval(b): eval(c)
else: eval(d)
while eval(a): break
else: eval(b)
global_ = [eval(x) for x in [eval(y) for y in eval(z)]]
{k: eval(v) for k, v in eval(d) if eval(k)}
(eval(x) for x in y)
raise eval(a) from eval(b)
import os; os.system("ls"); from os import system; system("ls")
print(t"{eval(x)}", t"{eval(x)!s:{eval(y)}}")
