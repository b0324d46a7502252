ssl._create_unverified_context(x)
self.ssl._create_unverified_context(x)
ssl._create_unverified_context.more(x)
ssl._create_unverified_context
map(ssl._create_unverified_context, xs)
(ssl._create_unverified_context)(x)
ssl._create_unverified_context(x)(y)
ssl._create_unverified_context(x)[0].attribute
ssl._create_unverified_context(*x, **y)
ssl._create_unverified_context(ssl._create_unverified_context(x), key=ssl._create_unverified_context(y))
ssl._create_unverified_context(
    x,
    y=1,
)
importlib.import_module("ssl._create_unverified_context")
__import__("ssl._create_unverified_context")
importlib.import_module(ssl._create_unverified_context)
ssl.create_default_context()
ssl._create_stdlib_context()
@ssl._create_unverified_context
def decorated():
    return ssl._create_unverified_context(x) if ssl._create_unverified_context(y) else [ssl._create_unverified_context(z) for z in ssl._create_unverified_context(w)]


@ssl._create_unverified_context(x)
async def awaited(default=ssl._create_unverified_context(x)):
    await ssl._create_unverified_context(x)


class Sub(ssl._create_unverified_context): pass
class Called(ssl._create_unverified_context(x)): pass

_create_unverified_context(x)


def scope():
    from ssl import _create_unverified_context

    _create_unverified_context(x)


_create_unverified_context(x)

from ssl import _create_unverified_context as renamed

renamed(x)
renamed._create_unverified_context(x)

import ssl as module

module._create_unverified_context(x)
module.other._create_unverified_context(x)

from .ssl import _create_unverified_context as relative

relative(x)

from ssl import *

_create_unverified_context(x)
