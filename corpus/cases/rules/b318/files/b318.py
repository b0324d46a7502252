xml.dom.minidom.parse(x)
xml.dom.minidom.parseString(x)
self.xml.dom.minidom.parseString(x)
xml.dom.minidom.parseString.more(x)
xml.dom.minidom.parseString
map(xml.dom.minidom.parseString, xs)
(xml.dom.minidom.parseString)(x)
xml.dom.minidom.parseString(x)(y)
xml.dom.minidom.parseString(x)[0].attribute
xml.dom.minidom.parseString(*x, **y)
xml.dom.minidom.parseString(xml.dom.minidom.parseString(x), key=xml.dom.minidom.parseString(y))
xml.dom.minidom.parseString(
    x,
    y=1,
)
importlib.import_module("xml.dom.minidom.parseString")
__import__("xml.dom.minidom.parseString")
importlib.import_module(xml.dom.minidom.parseString)
xml.dom.minidom.Document()
@xml.dom.minidom.parseString
def decorated():
    return xml.dom.minidom.parseString(x) if xml.dom.minidom.parseString(y) else [xml.dom.minidom.parseString(z) for z in xml.dom.minidom.parseString(w)]


@xml.dom.minidom.parseString(x)
async def awaited(default=xml.dom.minidom.parseString(x)):
    await xml.dom.minidom.parseString(x)


class Sub(xml.dom.minidom.parseString): pass
class Called(xml.dom.minidom.parseString(x)): pass

parseString(x)


def scope():
    from xml.dom.minidom import parseString

    parseString(x)


parseString(x)

from xml.dom.minidom import parseString as renamed

renamed(x)
renamed.parseString(x)

import xml.dom.minidom as module

module.parseString(x)
module.other.parseString(x)

from xml.dom import minidom

minidom.parseString(x)

import xml.dom as parent

parent.minidom.parseString(x)

from xml.dom import minidom as nick

nick.parseString(x)

from . import xml as dotted

dotted.dom.minidom.parseString(x)

from .xml.dom.minidom import parseString as relative

relative(x)

from xml.dom.minidom import *

parseString(x)
