telnetlib.Telnet(x)
self.telnetlib.Telnet(x)
telnetlib.Telnet.more(x)
telnetlib.Telnet
map(telnetlib.Telnet, xs)
(telnetlib.Telnet)(x)
telnetlib.Telnet(x)(y)
telnetlib.Telnet(x)[0].attribute
telnetlib.Telnet(*x, **y)
telnetlib.Telnet(telnetlib.Telnet(x), key=telnetlib.Telnet(y))
telnetlib.Telnet(
    x,
    y=1,
)
importlib.import_module("telnetlib.Telnet")
__import__("telnetlib.Telnet")
importlib.import_module(telnetlib.Telnet)
telnetlib.Other(x)
@telnetlib.Telnet
def decorated():
    return telnetlib.Telnet(x) if telnetlib.Telnet(y) else [telnetlib.Telnet(z) for z in telnetlib.Telnet(w)]


@telnetlib.Telnet(x)
async def awaited(default=telnetlib.Telnet(x)):
    await telnetlib.Telnet(x)


class Sub(telnetlib.Telnet): pass
class Called(telnetlib.Telnet(x)): pass

Telnet(x)


def scope():
    from telnetlib import Telnet

    Telnet(x)


Telnet(x)

from telnetlib import Telnet as renamed

renamed(x)
renamed.Telnet(x)

import telnetlib as module

module.Telnet(x)
module.other.Telnet(x)

from .telnetlib import Telnet as relative

relative(x)

from telnetlib import *

Telnet(x)
