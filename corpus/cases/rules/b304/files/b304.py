Crypto.Cipher.ARC2.new(x)
Crypto.Cipher.ARC4.new(x)
Crypto.Cipher.Blowfish.new(x)
Crypto.Cipher.DES.new(x)
Crypto.Cipher.XOR.new(x)
Cryptodome.Cipher.ARC2.new(x)
Cryptodome.Cipher.ARC4.new(x)
Cryptodome.Cipher.Blowfish.new(x)
Cryptodome.Cipher.DES.new(x)
Cryptodome.Cipher.XOR.new(x)
cryptography.hazmat.primitives.ciphers.algorithms.ARC4(x)
cryptography.hazmat.primitives.ciphers.algorithms.Blowfish(x)
cryptography.hazmat.primitives.ciphers.algorithms.CAST5(x)
cryptography.hazmat.primitives.ciphers.algorithms.IDEA(x)
cryptography.hazmat.primitives.ciphers.algorithms.SEED(x)
cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(x)
self.cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(x)
cryptography.hazmat.primitives.ciphers.algorithms.TripleDES.more(x)
cryptography.hazmat.primitives.ciphers.algorithms.TripleDES
map(cryptography.hazmat.primitives.ciphers.algorithms.TripleDES, xs)
(cryptography.hazmat.primitives.ciphers.algorithms.TripleDES)(x)
cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(x)(y)
cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(x)[0].attribute
cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(*x, **y)
cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(x), key=cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(y))
cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(
    x,
    y=1,
)
importlib.import_module("cryptography.hazmat.primitives.ciphers.algorithms.TripleDES")
__import__("cryptography.hazmat.primitives.ciphers.algorithms.TripleDES")
importlib.import_module(cryptography.hazmat.primitives.ciphers.algorithms.TripleDES)
Crypto.Cipher.AES.new(x)
Crypto.Cipher.DES3.new(x)
cryptography.hazmat.primitives.ciphers.algorithms.AES(x)
@cryptography.hazmat.primitives.ciphers.algorithms.TripleDES
def decorated():
    return cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(x) if cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(y) else [cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(z) for z in cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(w)]


@cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(x)
async def awaited(default=cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(x)):
    await cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(x)


class Sub(cryptography.hazmat.primitives.ciphers.algorithms.TripleDES): pass
class Called(cryptography.hazmat.primitives.ciphers.algorithms.TripleDES(x)): pass

TripleDES(x)


def scope():
    from cryptography.hazmat.primitives.ciphers.algorithms import TripleDES

    TripleDES(x)


TripleDES(x)

from cryptography.hazmat.primitives.ciphers.algorithms import TripleDES as renamed

renamed(x)
renamed.TripleDES(x)

import cryptography.hazmat.primitives.ciphers.algorithms as module

module.TripleDES(x)
module.other.TripleDES(x)

from cryptography.hazmat.primitives.ciphers import algorithms

algorithms.TripleDES(x)

import cryptography.hazmat.primitives.ciphers as parent

parent.algorithms.TripleDES(x)

from cryptography.hazmat.primitives.ciphers import algorithms as nick

nick.TripleDES(x)

from . import cryptography as dotted

dotted.hazmat.primitives.ciphers.algorithms.TripleDES(x)

from .cryptography.hazmat.primitives.ciphers.algorithms import TripleDES as relative

relative(x)

from cryptography.hazmat.primitives.ciphers.algorithms import *

TripleDES(x)
