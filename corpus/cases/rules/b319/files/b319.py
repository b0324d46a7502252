xml.dom.pulldom.parse(x)
xml.dom.pulldom.parseString(x)
self.xml.dom.pulldom.parseString(x)
xml.dom.pulldom.parseString.more(x)
xml.dom.pulldom.parseString
map(xml.dom.pulldom.parseString, xs)
(xml.dom.pulldom.parseString)(x)
xml.dom.pulldom.parseString(x)(y)
xml.dom.pulldom.parseString(x)[0].attribute
xml.dom.pulldom.parseString(*x, **y)
xml.dom.pulldom.parseString(xml.dom.pulldom.parseString(x), key=xml.dom.pulldom.parseString(y))
xml.dom.pulldom.parseString(
    x,
    y=1,
)
importlib.import_module("xml.dom.pulldom.parseString")
__import__("xml.dom.pulldom.parseString")
importlib.import_module(xml.dom.pulldom.parseString)
xml.dom.pulldom.SAX2DOM()
@xml.dom.pulldom.parseString
def decorated():
    return xml.dom.pulldom.parseString(x) if xml.dom.pulldom.parseString(y) else [xml.dom.pulldom.parseString(z) for z in xml.dom.pulldom.parseString(w)]


@xml.dom.pulldom.parseString(x)
async def awaited(default=xml.dom.pulldom.parseString(x)):
    await xml.dom.pulldom.parseString(x)


class Sub(xml.dom.pulldom.parseString): pass
class Called(xml.dom.pulldom.parseString(x)): pass

parseString(x)


def scope():
    from xml.dom.pulldom import parseString

    parseString(x)


parseString(x)

from xml.dom.pulldom import parseString as renamed

renamed(x)
renamed.parseString(x)

import xml.dom.pulldom as module

module.parseString(x)
module.other.parseString(x)

from xml.dom import pulldom

pulldom.parseString(x)

import xml.dom as parent

parent.pulldom.parseString(x)

from xml.dom import pulldom as nick

nick.parseString(x)

from . import xml as dotted

dotted.dom.pulldom.parseString(x)

from .xml.dom.pulldom import parseString as relative

relative(x)

from xml.dom.pulldom import *

parseString(x)
