loads(b"before the import")
from pickle import loads

loads(b"after")


@loads(b"decorators are walked after the body")
def function(x=loads(b"default"), y: loads(b"annotation") = 1) -> loads(b"return"):
    from marshal import loads

    loads(b"marshal")


loads(b"the import of a function holds from here on")


@pickled(b"decorated class")
class Holder(pickled(b"base"), key=pickled(b"keyword")):
    from pickle import loads as pickled

    pickled(b"in class")


@pickled(b"outside")
async def coroutine(x=dumped(b"default")):
    from pickle import load as dumped

    dumped(b"inside")


dumped(b"after")
[late(b"element before its generator") for late in [__import__("pickle")]]
if x:
    import pickle as p
else:
    import marshal as p
p.loads(b"last import wins")
p = other
p.loads(b"assignments do not count")
del p
p.loads(b"nor does deletion")


def p():
    return p.loads(b"nor a definition")


import os.path as path, subprocess as sub
sub.run(["/bin/ls"])
path.system("x")
import os as operating, os
operating.system("/bin/ls")
from os import path as operating
operating.system("/bin/ls")
import a.b.c
a.b.c.loads(x)
import pickle.sub
pickle.loads(x)
import pickle as a
a.b.loads(x)
a.loads(x)
from a import b as loads
loads(x)
a.b(x)
from pickle import (
    loads as one,
    load as two,
)
one(x); two(x)
from . import pickle as here
here.loads(x)
from .. import loads as there
there(x)
from .pickle import loads as relative
relative(x)
from ...pickle import load as deeper
deeper(x)
from pickle import *
loads(x)
load(x)
from pickle import loads as eval
eval(x)
from builtins import eval as pickle
pickle(x)
pickle.loads(x)
import pickle
pickle.loads(x)
from x import y as pickle
import pickle as pickle
pickle.loads(x)
from x import Y as X; X.z.eval(x)
from os import system
class system: pass
system("/bin/ls")
from importlib import reload as os
os.system("/bin/ls")
import é.ü as ö
ö.eval(x)
import ﬁle as q
from os import ﬁle as ſystem
ﬁle.x(); file.x(); ſystem("x"); system("x")
