cryptography.hazmat.primitives.ciphers.modes.ECB(x)
self.cryptography.hazmat.primitives.ciphers.modes.ECB(x)
cryptography.hazmat.primitives.ciphers.modes.ECB.more(x)
cryptography.hazmat.primitives.ciphers.modes.ECB
map(cryptography.hazmat.primitives.ciphers.modes.ECB, xs)
(cryptography.hazmat.primitives.ciphers.modes.ECB)(x)
cryptography.hazmat.primitives.ciphers.modes.ECB(x)(y)
cryptography.hazmat.primitives.ciphers.modes.ECB(x)[0].attribute
cryptography.hazmat.primitives.ciphers.modes.ECB(*x, **y)
cryptography.hazmat.primitives.ciphers.modes.ECB(cryptography.hazmat.primitives.ciphers.modes.ECB(x), key=cryptography.hazmat.primitives.ciphers.modes.ECB(y))
cryptography.hazmat.primitives.ciphers.modes.ECB(
    x,
    y=1,
)
importlib.import_module("cryptography.hazmat.primitives.ciphers.modes.ECB")
__import__("cryptography.hazmat.primitives.ciphers.modes.ECB")
importlib.import_module(cryptography.hazmat.primitives.ciphers.modes.ECB)
cryptography.hazmat.primitives.ciphers.modes.CBC(x)
@cryptography.hazmat.primitives.ciphers.modes.ECB
def decorated():
    return cryptography.hazmat.primitives.ciphers.modes.ECB(x) if cryptography.hazmat.primitives.ciphers.modes.ECB(y) else [cryptography.hazmat.primitives.ciphers.modes.ECB(z) for z in cryptography.hazmat.primitives.ciphers.modes.ECB(w)]


@cryptography.hazmat.primitives.ciphers.modes.ECB(x)
async def awaited(default=cryptography.hazmat.primitives.ciphers.modes.ECB(x)):
    await cryptography.hazmat.primitives.ciphers.modes.ECB(x)


class Sub(cryptography.hazmat.primitives.ciphers.modes.ECB): pass
class Called(cryptography.hazmat.primitives.ciphers.modes.ECB(x)): pass

ECB(x)


def scope():
    from cryptography.hazmat.primitives.ciphers.modes import ECB

    ECB(x)


ECB(x)

from cryptography.hazmat.primitives.ciphers.modes import ECB as renamed

renamed(x)
renamed.ECB(x)

import cryptography.hazmat.primitives.ciphers.modes as module

module.ECB(x)
module.other.ECB(x)

from cryptography.hazmat.primitives.ciphers import modes

modes.ECB(x)

import cryptography.hazmat.primitives.ciphers as parent

parent.modes.ECB(x)

from cryptography.hazmat.primitives.ciphers import modes as nick

nick.ECB(x)

from . import cryptography as dotted

dotted.hazmat.primitives.ciphers.modes.ECB(x)

from .cryptography.hazmat.primitives.ciphers.modes import ECB as relative

relative(x)

from cryptography.hazmat.primitives.ciphers.modes import *

ECB(x)
