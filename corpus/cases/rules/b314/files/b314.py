xml.etree.ElementTree.parse(x)
xml.etree.ElementTree.iterparse(x)
xml.etree.ElementTree.fromstring(x)
xml.etree.ElementTree.XMLParser(x)
self.xml.etree.ElementTree.XMLParser(x)
xml.etree.ElementTree.XMLParser.more(x)
xml.etree.ElementTree.XMLParser
map(xml.etree.ElementTree.XMLParser, xs)
(xml.etree.ElementTree.XMLParser)(x)
xml.etree.ElementTree.XMLParser(x)(y)
xml.etree.ElementTree.XMLParser(x)[0].attribute
xml.etree.ElementTree.XMLParser(*x, **y)
xml.etree.ElementTree.XMLParser(xml.etree.ElementTree.XMLParser(x), key=xml.etree.ElementTree.XMLParser(y))
xml.etree.ElementTree.XMLParser(
    x,
    y=1,
)
importlib.import_module("xml.etree.ElementTree.XMLParser")
__import__("xml.etree.ElementTree.XMLParser")
importlib.import_module(xml.etree.ElementTree.XMLParser)
xml.etree.ElementTree.XML(x)
xml.etree.ElementTree.ElementTree().parse(x)
defusedxml.ElementTree.parse(x)
@xml.etree.ElementTree.XMLParser
def decorated():
    return xml.etree.ElementTree.XMLParser(x) if xml.etree.ElementTree.XMLParser(y) else [xml.etree.ElementTree.XMLParser(z) for z in xml.etree.ElementTree.XMLParser(w)]


@xml.etree.ElementTree.XMLParser(x)
async def awaited(default=xml.etree.ElementTree.XMLParser(x)):
    await xml.etree.ElementTree.XMLParser(x)


class Sub(xml.etree.ElementTree.XMLParser): pass
class Called(xml.etree.ElementTree.XMLParser(x)): pass

XMLParser(x)


def scope():
    from xml.etree.ElementTree import XMLParser

    XMLParser(x)


XMLParser(x)

from xml.etree.ElementTree import XMLParser as renamed

renamed(x)
renamed.XMLParser(x)

import xml.etree.ElementTree as module

module.XMLParser(x)
module.other.XMLParser(x)

from xml.etree import ElementTree

ElementTree.XMLParser(x)

import xml.etree as parent

parent.ElementTree.XMLParser(x)

from xml.etree import ElementTree as nick

nick.XMLParser(x)

from . import xml as dotted

dotted.etree.ElementTree.XMLParser(x)

from .xml.etree.ElementTree import XMLParser as relative

relative(x)

from xml.etree.ElementTree import *

XMLParser(x)
