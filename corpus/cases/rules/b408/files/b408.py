import xml.dom.minidom
import xml.dom
import xml.dom.minidom as alias
import xml.dom.minidom.sub
import os, xml.dom.minidom, xml.dom.minidom as twice, sys
import my.xml.dom.minidom
from xml.dom.minidom import name
from xml.dom.minidom import name as other, second
from xml.dom.minidom import *
from xml.dom.minidom.sub.more import name
from xml.dom.minidomx import name
from .xml.dom.minidom import name
from ..xml.dom.minidom import (
    one,
    two,
)
from xml.dom import minidom
from xml.dom import os, minidom as z, minidom2
from xml.dom import *
from .xml.dom import minidom
from . import xml
minidom()
xml.dom.minidom()
xml.dom.minidom(x)
xml.dom.minidom.x()
x.xml.dom.minidom()
__import__("xml.dom.minidom")
__import__("xml.dom.minidomx")
__import__("xml.dom.minidom", fromlist=["x"]).x()
__import__(name="xml.dom.minidom")
importlib.import_module("xml.dom.minidom")
importlib.import_module("xml.dom.minidom.sub")
importlib.import_module("sub", "xml.dom.minidom")
importlib.import_module(name="xml.dom.minidom")
importlib.__import__("xml.dom.minidom")
importlib.import_module(xml.dom.minidom)
importlib.import_module("xm" "l.dom.minidom")
importlib.import_module(f"xml.dom.minidom")
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

load("xml.dom.minidom")
imp("xml.dom.minidom")
import importlib as il

il.import_module("xml.dom.minidom")

if TYPE_CHECKING:
    import xml.dom.minidom

try:
    import xml.dom.minidom as fast
except ImportError:
    import xml.dom.minidom.slow


def local():
    import xml.dom.minidom; import xml.dom.minidom
    return xml.dom.minidom


class Holder:
    import \
        xml.dom.minidom as \
        held
