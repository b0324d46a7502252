tempfile.mktemp(x)
self.tempfile.mktemp(x)
tempfile.mktemp.more(x)
tempfile.mktemp
map(tempfile.mktemp, xs)
(tempfile.mktemp)(x)
tempfile.mktemp(x)(y)
tempfile.mktemp(x)[0].attribute
tempfile.mktemp(*x, **y)
tempfile.mktemp(tempfile.mktemp(x), key=tempfile.mktemp(y))
tempfile.mktemp(
    x,
    y=1,
)
importlib.import_module("tempfile.mktemp")
__import__("tempfile.mktemp")
importlib.import_module(tempfile.mktemp)
tempfile.mkstemp()
tempfile.TemporaryFile()
@tempfile.mktemp
def decorated():
    return tempfile.mktemp(x) if tempfile.mktemp(y) else [tempfile.mktemp(z) for z in tempfile.mktemp(w)]


@tempfile.mktemp(x)
async def awaited(default=tempfile.mktemp(x)):
    await tempfile.mktemp(x)


class Sub(tempfile.mktemp): pass
class Called(tempfile.mktemp(x)): pass

mktemp(x)


def scope():
    from tempfile import mktemp

    mktemp(x)


mktemp(x)

from tempfile import mktemp as renamed

renamed(x)
renamed.mktemp(x)

import tempfile as module

module.mktemp(x)
module.other.mktemp(x)

from .tempfile import mktemp as relative

relative(x)

from tempfile import *

mktemp(x)
