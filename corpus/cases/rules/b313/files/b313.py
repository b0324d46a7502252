xml.etree.cElementTree.parse(x)
xml.etree.cElementTree.iterparse(x)
xml.etree.cElementTree.fromstring(x)
xml.etree.cElementTree.XMLParser(x)
self.xml.etree.cElementTree.XMLParser(x)
xml.etree.cElementTree.XMLParser.more(x)
xml.etree.cElementTree.XMLParser
map(xml.etree.cElementTree.XMLParser, xs)
(xml.etree.cElementTree.XMLParser)(x)
xml.etree.cElementTree.XMLParser(x)(y)
xml.etree.cElementTree.XMLParser(x)[0].attribute
xml.etree.cElementTree.XMLParser(*x, **y)
xml.etree.cElementTree.XMLParser(xml.etree.cElementTree.XMLParser(x), key=xml.etree.cElementTree.XMLParser(y))
xml.etree.cElementTree.XMLParser(
    x,
    y=1,
)
importlib.import_module("xml.etree.cElementTree.XMLParser")
__import__("xml.etree.cElementTree.XMLParser")
importlib.import_module(xml.etree.cElementTree.XMLParser)
xml.etree.cElementTree.XML(x)
@xml.etree.cElementTree.XMLParser
def decorated():
    return xml.etree.cElementTree.XMLParser(x) if xml.etree.cElementTree.XMLParser(y) else [xml.etree.cElementTree.XMLParser(z) for z in xml.etree.cElementTree.XMLParser(w)]


@xml.etree.cElementTree.XMLParser(x)
async def awaited(default=xml.etree.cElementTree.XMLParser(x)):
    await xml.etree.cElementTree.XMLParser(x)


class Sub(xml.etree.cElementTree.XMLParser): pass
class Called(xml.etree.cElementTree.XMLParser(x)): pass

XMLParser(x)


def scope():
    from xml.etree.cElementTree import XMLParser

    XMLParser(x)


XMLParser(x)

from xml.etree.cElementTree import XMLParser as renamed

renamed(x)
renamed.XMLParser(x)

import xml.etree.cElementTree as module

module.XMLParser(x)
module.other.XMLParser(x)

from xml.etree import cElementTree

cElementTree.XMLParser(x)

import xml.etree as parent

parent.cElementTree.XMLParser(x)

from xml.etree import cElementTree as nick

nick.XMLParser(x)

from . import xml as dotted

dotted.etree.cElementTree.XMLParser(x)

from .xml.etree.cElementTree import XMLParser as relative

relative(x)

from xml.etree.cElementTree import *

XMLParser(x)
