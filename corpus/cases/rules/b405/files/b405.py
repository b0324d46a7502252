import xml.etree.cElementTree
import xml.etree.ElementTree
import xml.etree
import xml
import xml.etree.ElementTreeMore
import xml.etree.cElementTree as alias
import xml.etree.cElementTree.sub
import os, xml.etree.cElementTree, xml.etree.cElementTree as twice, sys
import my.xml.etree.cElementTree
from xml.etree.cElementTree import name
from xml.etree.cElementTree import name as other, second
from xml.etree.cElementTree import *
from xml.etree.cElementTree.sub.more import name
from xml.etree.cElementTreex import name
from .xml.etree.cElementTree import name
from ..xml.etree.cElementTree import (
    one,
    two,
)
from xml.etree import cElementTree
from xml.etree import os, cElementTree as z, cElementTree2
from xml.etree import *
from .xml.etree import cElementTree
from . import xml
cElementTree()
xml.etree.cElementTree()
xml.etree.cElementTree(x)
xml.etree.cElementTree.x()
x.xml.etree.cElementTree()
__import__("xml.etree.cElementTree")
__import__("xml.etree.cElementTreex")
__import__("xml.etree.cElementTree", fromlist=["x"]).x()
__import__(name="xml.etree.cElementTree")
importlib.import_module("xml.etree.cElementTree")
importlib.import_module("xml.etree.cElementTree.sub")
importlib.import_module("sub", "xml.etree.cElementTree")
importlib.import_module(name="xml.etree.cElementTree")
importlib.__import__("xml.etree.cElementTree")
importlib.import_module(xml.etree.cElementTree)
importlib.import_module("xm" "l.etree.cElementTree")
importlib.import_module(f"xml.etree.cElementTree")
import xml.etree.ElementTree as alias
import xml.etree.ElementTree.sub
import os, xml.etree.ElementTree, xml.etree.ElementTree as twice, sys
import my.xml.etree.ElementTree
from xml.etree.ElementTree import name
from xml.etree.ElementTree import name as other, second
from xml.etree.ElementTree import *
from xml.etree.ElementTree.sub.more import name
from xml.etree.ElementTreex import name
from .xml.etree.ElementTree import name
from ..xml.etree.ElementTree import (
    one,
    two,
)
from xml.etree import ElementTree
from xml.etree import os, ElementTree as z, ElementTree2
from xml.etree import *
from .xml.etree import ElementTree
from . import xml
ElementTree()
xml.etree.ElementTree()
xml.etree.ElementTree(x)
xml.etree.ElementTree.x()
x.xml.etree.ElementTree()
__import__("xml.etree.ElementTree")
__import__("xml.etree.ElementTreex")
__import__("xml.etree.ElementTree", fromlist=["x"]).x()
__import__(name="xml.etree.ElementTree")
importlib.import_module("xml.etree.ElementTree")
importlib.import_module("xml.etree.ElementTree.sub")
importlib.import_module("sub", "xml.etree.ElementTree")
importlib.import_module(name="xml.etree.ElementTree")
importlib.__import__("xml.etree.ElementTree")
importlib.import_module(xml.etree.ElementTree)
importlib.import_module("xm" "l.etree.ElementTree")
importlib.import_module(f"xml.etree.ElementTree")
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

load("xml.etree.cElementTree")
imp("xml.etree.cElementTree")
import importlib as il

il.import_module("xml.etree.cElementTree")

if TYPE_CHECKING:
    import xml.etree.ElementTree

try:
    import xml.etree.ElementTree as fast
except ImportError:
    import xml.etree.ElementTree.slow


def local():
    import xml.etree.ElementTree; import xml.etree.ElementTree
    return xml.etree.ElementTree


class Holder:
    import \
        xml.etree.ElementTree as \
        held
