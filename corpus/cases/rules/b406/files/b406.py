import xml.sax
import xml.saxutils
import xml.sax.handler
import xml.sax as alias
import xml.sax.sub
import os, xml.sax, xml.sax as twice, sys
import my.xml.sax
from xml.sax import name
from xml.sax import name as other, second
from xml.sax import *
from xml.sax.sub.more import name
from xml.saxx import name
from .xml.sax import name
from ..xml.sax import (
    one,
    two,
)
from xml import sax
from xml import os, sax as z, sax2
from xml import *
from .xml import sax
from . import xml
sax()
xml.sax()
xml.sax(x)
xml.sax.x()
x.xml.sax()
__import__("xml.sax")
__import__("xml.saxx")
__import__("xml.sax", fromlist=["x"]).x()
__import__(name="xml.sax")
importlib.import_module("xml.sax")
importlib.import_module("xml.sax.sub")
importlib.import_module("sub", "xml.sax")
importlib.import_module(name="xml.sax")
importlib.__import__("xml.sax")
importlib.import_module(xml.sax)
importlib.import_module("xm" "l.sax")
importlib.import_module(f"xml.sax")
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

load("xml.sax")
imp("xml.sax")
import importlib as il

il.import_module("xml.sax")

if TYPE_CHECKING:
    import xml.sax

try:
    import xml.sax as fast
except ImportError:
    import xml.sax.slow


def local():
    import xml.sax; import xml.sax
    return xml.sax


class Holder:
    import \
        xml.sax as \
        held
