xml.dom.expatbuilder.parse(x)
xml.dom.expatbuilder.parseString(x)
self.xml.dom.expatbuilder.parseString(x)
xml.dom.expatbuilder.parseString.more(x)
xml.dom.expatbuilder.parseString
map(xml.dom.expatbuilder.parseString, xs)
(xml.dom.expatbuilder.parseString)(x)
xml.dom.expatbuilder.parseString(x)(y)
xml.dom.expatbuilder.parseString(x)[0].attribute
xml.dom.expatbuilder.parseString(*x, **y)
xml.dom.expatbuilder.parseString(xml.dom.expatbuilder.parseString(x), key=xml.dom.expatbuilder.parseString(y))
xml.dom.expatbuilder.parseString(
    x,
    y=1,
)
importlib.import_module("xml.dom.expatbuilder.parseString")
__import__("xml.dom.expatbuilder.parseString")
importlib.import_module(xml.dom.expatbuilder.parseString)
xml.dom.expatbuilder.parseFragment(x)
@xml.dom.expatbuilder.parseString
def decorated():
    return xml.dom.expatbuilder.parseString(x) if xml.dom.expatbuilder.parseString(y) else [xml.dom.expatbuilder.parseString(z) for z in xml.dom.expatbuilder.parseString(w)]


@xml.dom.expatbuilder.parseString(x)
async def awaited(default=xml.dom.expatbuilder.parseString(x)):
    await xml.dom.expatbuilder.parseString(x)


class Sub(xml.dom.expatbuilder.parseString): pass
class Called(xml.dom.expatbuilder.parseString(x)): pass

parseString(x)


def scope():
    from xml.dom.expatbuilder import parseString

    parseString(x)


parseString(x)

from xml.dom.expatbuilder import parseString as renamed

renamed(x)
renamed.parseString(x)

import xml.dom.expatbuilder as module

module.parseString(x)
module.other.parseString(x)

from xml.dom import expatbuilder

expatbuilder.parseString(x)

import xml.dom as parent

parent.expatbuilder.parseString(x)

from xml.dom import expatbuilder as nick

nick.parseString(x)

from . import xml as dotted

dotted.dom.expatbuilder.parseString(x)

from .xml.dom.expatbuilder import parseString as relative

relative(x)

from xml.dom.expatbuilder import *

parseString(x)
