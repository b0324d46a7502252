xml.sax.parse(x)
xml.sax.parseString(x)
xml.sax.make_parser(x)
self.xml.sax.make_parser(x)
xml.sax.make_parser.more(x)
xml.sax.make_parser
map(xml.sax.make_parser, xs)
(xml.sax.make_parser)(x)
xml.sax.make_parser(x)(y)
xml.sax.make_parser(x)[0].attribute
xml.sax.make_parser(*x, **y)
xml.sax.make_parser(xml.sax.make_parser(x), key=xml.sax.make_parser(y))
xml.sax.make_parser(
    x,
    y=1,
)
importlib.import_module("xml.sax.make_parser")
__import__("xml.sax.make_parser")
importlib.import_module(xml.sax.make_parser)
xml.sax.handler.ContentHandler()
@xml.sax.make_parser
def decorated():
    return xml.sax.make_parser(x) if xml.sax.make_parser(y) else [xml.sax.make_parser(z) for z in xml.sax.make_parser(w)]


@xml.sax.make_parser(x)
async def awaited(default=xml.sax.make_parser(x)):
    await xml.sax.make_parser(x)


class Sub(xml.sax.make_parser): pass
class Called(xml.sax.make_parser(x)): pass

make_parser(x)


def scope():
    from xml.sax import make_parser

    make_parser(x)


make_parser(x)

from xml.sax import make_parser as renamed

renamed(x)
renamed.make_parser(x)

import xml.sax as module

module.make_parser(x)
module.other.make_parser(x)

from xml import sax

sax.make_parser(x)

import xml as parent

parent.sax.make_parser(x)

from xml import sax as nick

nick.make_parser(x)

from . import xml as dotted

dotted.sax.make_parser(x)

from .xml.sax import make_parser as relative

relative(x)

from xml.sax import *

make_parser(x)
