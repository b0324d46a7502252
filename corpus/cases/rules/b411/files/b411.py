import xmlrpc
import xmlrpclib
import xmlrpc.client
import xmlrpc as alias
import xmlrpc.sub
import os, xmlrpc, xmlrpc as twice, sys
import my.xmlrpc
from xmlrpc import name
from xmlrpc import name as other, second
from xmlrpc import *
from xmlrpc.sub.more import name
from xmlrpcx import name
from .xmlrpc import name
from ..xmlrpc import (
    one,
    two,
)
from . import xmlrpc
from .. import x, xmlrpc as y
from .x import xmlrpc
from x import xmlrpc
xmlrpc()
xmlrpc(x)
xmlrpc.x()
x.xmlrpc()
__import__("xmlrpc")
__import__("xmlrpcx")
__import__("xmlrpc", fromlist=["x"]).x()
__import__(name="xmlrpc")
importlib.import_module("xmlrpc")
importlib.import_module("xmlrpc.sub")
importlib.import_module("sub", "xmlrpc")
importlib.import_module(name="xmlrpc")
importlib.__import__("xmlrpc")
importlib.import_module(xmlrpc)
importlib.import_module("xm" "lrpc")
importlib.import_module(f"xmlrpc")
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

load("xmlrpc")
imp("xmlrpc")
import importlib as il

il.import_module("xmlrpc")

if TYPE_CHECKING:
    import xmlrpc

try:
    import xmlrpc as fast
except ImportError:
    import xmlrpc.slow


def local():
    import xmlrpc; import xmlrpc
    return xmlrpc


class Holder:
    import \
        xmlrpc as \
        held
