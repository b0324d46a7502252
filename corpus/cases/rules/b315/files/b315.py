xml.sax.expatreader.create_parser(x)
self.xml.sax.expatreader.create_parser(x)
xml.sax.expatreader.create_parser.more(x)
xml.sax.expatreader.create_parser
map(xml.sax.expatreader.create_parser, xs)
(xml.sax.expatreader.create_parser)(x)
xml.sax.expatreader.create_parser(x)(y)
xml.sax.expatreader.create_parser(x)[0].attribute
xml.sax.expatreader.create_parser(*x, **y)
xml.sax.expatreader.create_parser(xml.sax.expatreader.create_parser(x), key=xml.sax.expatreader.create_parser(y))
xml.sax.expatreader.create_parser(
    x,
    y=1,
)
importlib.import_module("xml.sax.expatreader.create_parser")
__import__("xml.sax.expatreader.create_parser")
importlib.import_module(xml.sax.expatreader.create_parser)
xml.sax.expatreader.ExpatParser(x)
@xml.sax.expatreader.create_parser
def decorated():
    return xml.sax.expatreader.create_parser(x) if xml.sax.expatreader.create_parser(y) else [xml.sax.expatreader.create_parser(z) for z in xml.sax.expatreader.create_parser(w)]


@xml.sax.expatreader.create_parser(x)
async def awaited(default=xml.sax.expatreader.create_parser(x)):
    await xml.sax.expatreader.create_parser(x)


class Sub(xml.sax.expatreader.create_parser): pass
class Called(xml.sax.expatreader.create_parser(x)): pass

create_parser(x)


def scope():
    from xml.sax.expatreader import create_parser

    create_parser(x)


create_parser(x)

from xml.sax.expatreader import create_parser as renamed

renamed(x)
renamed.create_parser(x)

import xml.sax.expatreader as module

module.create_parser(x)
module.other.create_parser(x)

from xml.sax import expatreader

expatreader.create_parser(x)

import xml.sax as parent

parent.expatreader.create_parser(x)

from xml.sax import expatreader as nick

nick.create_parser(x)

from . import xml as dotted

dotted.sax.expatreader.create_parser(x)

from .xml.sax.expatreader import create_parser as relative

relative(x)

from xml.sax.expatreader import *

create_parser(x)
