marshal.load(x)
marshal.loads(x)
self.marshal.loads(x)
marshal.loads.more(x)
marshal.loads
map(marshal.loads, xs)
(marshal.loads)(x)
marshal.loads(x)(y)
marshal.loads(x)[0].attribute
marshal.loads(*x, **y)
marshal.loads(marshal.loads(x), key=marshal.loads(y))
marshal.loads(
    x,
    y=1,
)
importlib.import_module("marshal.loads")
__import__("marshal.loads")
importlib.import_module(marshal.loads)
marshal.dumps(x)
marshmallow.load(x)
@marshal.loads
def decorated():
    return marshal.loads(x) if marshal.loads(y) else [marshal.loads(z) for z in marshal.loads(w)]


@marshal.loads(x)
async def awaited(default=marshal.loads(x)):
    await marshal.loads(x)


class Sub(marshal.loads): pass
class Called(marshal.loads(x)): pass

loads(x)


def scope():
    from marshal import loads

    loads(x)


loads(x)

from marshal import loads as renamed

renamed(x)
renamed.loads(x)

import marshal as module

module.loads(x)
module.other.loads(x)

from .marshal import loads as relative

relative(x)

from marshal import *

loads(x)
