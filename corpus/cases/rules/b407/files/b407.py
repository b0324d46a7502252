import xml.dom.expatbuilder
import xml.dom
import xml.dom.expatbuilder as alias
import xml.dom.expatbuilder.sub
import os, xml.dom.expatbuilder, xml.dom.expatbuilder as twice, sys
import my.xml.dom.expatbuilder
from xml.dom.expatbuilder import name
from xml.dom.expatbuilder import name as other, second
from xml.dom.expatbuilder import *
from xml.dom.expatbuilder.sub.more import name
from xml.dom.expatbuilderx import name
from .xml.dom.expatbuilder import name
from ..xml.dom.expatbuilder import (
    one,
    two,
)
from xml.dom import expatbuilder
from xml.dom import os, expatbuilder as z, expatbuilder2
from xml.dom import *
from .xml.dom import expatbuilder
from . import xml
expatbuilder()
xml.dom.expatbuilder()
xml.dom.expatbuilder(x)
xml.dom.expatbuilder.x()
x.xml.dom.expatbuilder()
__import__("xml.dom.expatbuilder")
__import__("xml.dom.expatbuilderx")
__import__("xml.dom.expatbuilder", fromlist=["x"]).x()
__import__(name="xml.dom.expatbuilder")
importlib.import_module("xml.dom.expatbuilder")
importlib.import_module("xml.dom.expatbuilder.sub")
importlib.import_module("sub", "xml.dom.expatbuilder")
importlib.import_module(name="xml.dom.expatbuilder")
importlib.__import__("xml.dom.expatbuilder")
importlib.import_module(xml.dom.expatbuilder)
importlib.import_module("xm" "l.dom.expatbuilder")
importlib.import_module(f"xml.dom.expatbuilder")
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

load("xml.dom.expatbuilder")
imp("xml.dom.expatbuilder")
import importlib as il

il.import_module("xml.dom.expatbuilder")

if TYPE_CHECKING:
    import xml.dom.expatbuilder

try:
    import xml.dom.expatbuilder as fast
except ImportError:
    import xml.dom.expatbuilder.slow


def local():
    import xml.dom.expatbuilder; import xml.dom.expatbuilder
    return xml.dom.expatbuilder


class Holder:
    import \
        xml.dom.expatbuilder as \
        held
