random.Random(x)
random.random(x)
random.randrange(x)
random.randint(x)
random.choice(x)
random.choices(x)
random.uniform(x)
random.triangular(x)
random.randbytes(x)
random.sample(x)
random.getrandbits(x)
self.random.getrandbits(x)
random.getrandbits.more(x)
random.getrandbits
map(random.getrandbits, xs)
(random.getrandbits)(x)
random.getrandbits(x)(y)
random.getrandbits(x)[0].attribute
random.getrandbits(*x, **y)
random.getrandbits(random.getrandbits(x), key=random.getrandbits(y))
random.getrandbits(
    x,
    y=1,
)
importlib.import_module("random.getrandbits")
__import__("random.getrandbits")
importlib.import_module(random.getrandbits)
random.SystemRandom().choice(x)
random.seed(1)
random.shuffle(x)
random.gauss(0, 1)
secrets.choice(x)
numpy.random.random()
random().random()
@random.getrandbits
def decorated():
    return random.getrandbits(x) if random.getrandbits(y) else [random.getrandbits(z) for z in random.getrandbits(w)]


@random.getrandbits(x)
async def awaited(default=random.getrandbits(x)):
    await random.getrandbits(x)


class Sub(random.getrandbits): pass
class Called(random.getrandbits(x)): pass

getrandbits(x)


def scope():
    from random import getrandbits

    getrandbits(x)


getrandbits(x)

from random import getrandbits as renamed

renamed(x)
renamed.getrandbits(x)

import random as module

module.getrandbits(x)
module.other.getrandbits(x)

from .random import getrandbits as relative

relative(x)

from random import *

getrandbits(x)
