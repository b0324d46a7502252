import telnetlib
import telnet
import telnetlib as alias
import telnetlib.sub
import os, telnetlib, telnetlib as twice, sys
import my.telnetlib
from telnetlib import name
from telnetlib import name as other, second
from telnetlib import *
from telnetlib.sub.more import name
from telnetlibx import name
from .telnetlib import name
from ..telnetlib import (
    one,
    two,
)
from . import telnetlib
from .. import x, telnetlib as y
from .x import telnetlib
from x import telnetlib
telnetlib()
telnetlib(x)
telnetlib.x()
x.telnetlib()
__import__("telnetlib")
__import__("telnetlibx")
__import__("telnetlib", fromlist=["x"]).x()
__import__(name="telnetlib")
importlib.import_module("telnetlib")
importlib.import_module("telnetlib.sub")
importlib.import_module("sub", "telnetlib")
importlib.import_module(name="telnetlib")
importlib.__import__("telnetlib")
importlib.import_module(telnetlib)
importlib.import_module("te" "lnetlib")
importlib.import_module(f"telnetlib")
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

load("telnetlib")
imp("telnetlib")
import importlib as il

il.import_module("telnetlib")

if TYPE_CHECKING:
    import telnetlib

try:
    import telnetlib as fast
except ImportError:
    import telnetlib.slow


def local():
    import telnetlib; import telnetlib
    return telnetlib


class Holder:
    import \
        telnetlib as \
        held
