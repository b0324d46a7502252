import xml.dom.pulldom
import xml.dom
import xml.dom.pulldom as alias
import xml.dom.pulldom.sub
import os, xml.dom.pulldom, xml.dom.pulldom as twice, sys
import my.xml.dom.pulldom
from xml.dom.pulldom import name
from xml.dom.pulldom import name as other, second
from xml.dom.pulldom import *
from xml.dom.pulldom.sub.more import name
from xml.dom.pulldomx import name
from .xml.dom.pulldom import name
from ..xml.dom.pulldom import (
    one,
    two,
)
from xml.dom import pulldom
from xml.dom import os, pulldom as z, pulldom2
from xml.dom import *
from .xml.dom import pulldom
from . import xml
pulldom()
xml.dom.pulldom()
xml.dom.pulldom(x)
xml.dom.pulldom.x()
x.xml.dom.pulldom()
__import__("xml.dom.pulldom")
__import__("xml.dom.pulldomx")
__import__("xml.dom.pulldom", fromlist=["x"]).x()
__import__(name="xml.dom.pulldom")
importlib.import_module("xml.dom.pulldom")
importlib.import_module("xml.dom.pulldom.sub")
importlib.import_module("sub", "xml.dom.pulldom")
importlib.import_module(name="xml.dom.pulldom")
importlib.__import__("xml.dom.pulldom")
importlib.import_module(xml.dom.pulldom)
importlib.import_module("xm" "l.dom.pulldom")
importlib.import_module(f"xml.dom.pulldom")
__import__()
__import__(name)
__import__(*names)
__import__(b'x')
importlib.import_module(name)
importlib.import_module(*names)
importlib.import_module()
importlib.import_module(package='x')
importlib.import_module(**x)
importlib.import_module(['x'])
importlib.import_module({'x'})
from importlib import import_module as load, __import__ as imp

load("xml.dom.pulldom")
imp("xml.dom.pulldom")
import importlib as il

il.import_module("xml.dom.pulldom")

if TYPE_CHECKING:
    import xml.dom.pulldom

try:
    import xml.dom.pulldom as fast
except ImportError:
    import xml.dom.pulldom.slow


def local():
    import xml.dom.pulldom; import xml.dom.pulldom
    return xml.dom.pulldom


class Holder:
    import \
        xml.dom.pulldom as \
        held
