Crypto.Hash.MD2.new(x)
Crypto.Hash.MD4.new(x)
Crypto.Hash.MD5.new(x)
Crypto.Hash.SHA.new(x)
Cryptodome.Hash.MD2.new(x)
Cryptodome.Hash.MD4.new(x)
Cryptodome.Hash.MD5.new(x)
Cryptodome.Hash.SHA.new(x)
cryptography.hazmat.primitives.hashes.MD5(x)
cryptography.hazmat.primitives.hashes.SHA1(x)
self.cryptography.hazmat.primitives.hashes.SHA1(x)
cryptography.hazmat.primitives.hashes.SHA1.more(x)
cryptography.hazmat.primitives.hashes.SHA1
map(cryptography.hazmat.primitives.hashes.SHA1, xs)
(cryptography.hazmat.primitives.hashes.SHA1)(x)
cryptography.hazmat.primitives.hashes.SHA1(x)(y)
cryptography.hazmat.primitives.hashes.SHA1(x)[0].attribute
cryptography.hazmat.primitives.hashes.SHA1(*x, **y)
cryptography.hazmat.primitives.hashes.SHA1(cryptography.hazmat.primitives.hashes.SHA1(x), key=cryptography.hazmat.primitives.hashes.SHA1(y))
cryptography.hazmat.primitives.hashes.SHA1(
    x,
    y=1,
)
importlib.import_module("cryptography.hazmat.primitives.hashes.SHA1")
__import__("cryptography.hazmat.primitives.hashes.SHA1")
importlib.import_module(cryptography.hazmat.primitives.hashes.SHA1)
Crypto.Hash.SHA256.new(x)
Crypto.Hash.MD5.update(x)
cryptography.hazmat.primitives.hashes.SHA256()
@cryptography.hazmat.primitives.hashes.SHA1
def decorated():
    return cryptography.hazmat.primitives.hashes.SHA1(x) if cryptography.hazmat.primitives.hashes.SHA1(y) else [cryptography.hazmat.primitives.hashes.SHA1(z) for z in cryptography.hazmat.primitives.hashes.SHA1(w)]


@cryptography.hazmat.primitives.hashes.SHA1(x)
async def awaited(default=cryptography.hazmat.primitives.hashes.SHA1(x)):
    await cryptography.hazmat.primitives.hashes.SHA1(x)


class Sub(cryptography.hazmat.primitives.hashes.SHA1): pass
class Called(cryptography.hazmat.primitives.hashes.SHA1(x)): pass

SHA1(x)


def scope():
    from cryptography.hazmat.primitives.hashes import SHA1

    SHA1(x)


SHA1(x)

from cryptography.hazmat.primitives.hashes import SHA1 as renamed

renamed(x)
renamed.SHA1(x)

import cryptography.hazmat.primitives.hashes as module

module.SHA1(x)
module.other.SHA1(x)

from cryptography.hazmat.primitives import hashes

hashes.SHA1(x)

import cryptography.hazmat.primitives as parent

parent.hashes.SHA1(x)

from cryptography.hazmat.primitives import hashes as nick

nick.SHA1(x)

from . import cryptography as dotted

dotted.hazmat.primitives.hashes.SHA1(x)

from .cryptography.hazmat.primitives.hashes import SHA1 as relative

relative(x)

from cryptography.hazmat.primitives.hashes import *

SHA1(x)
