import pyghmi
import pyghmi_more
import ghmi
import pyghmi as alias
import pyghmi.sub
import os, pyghmi, pyghmi as twice, sys
import my.pyghmi
from pyghmi import name
from pyghmi import name as other, second
from pyghmi import *
from pyghmi.sub.more import name
from pyghmix import name
from .pyghmi import name
from ..pyghmi import (
    one,
    two,
)
from . import pyghmi
from .. import x, pyghmi as y
from .x import pyghmi
from x import pyghmi
pyghmi()
pyghmi(x)
pyghmi.x()
x.pyghmi()
__import__("pyghmi")
__import__("pyghmix")
__import__("pyghmi", fromlist=["x"]).x()
__import__(name="pyghmi")
importlib.import_module("pyghmi")
importlib.import_module("pyghmi.sub")
importlib.import_module("sub", "pyghmi")
importlib.import_module(name="pyghmi")
importlib.__import__("pyghmi")
importlib.import_module(pyghmi)
importlib.import_module("py" "ghmi")
importlib.import_module(f"pyghmi")
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

load("pyghmi")
imp("pyghmi")
import importlib as il

il.import_module("pyghmi")

if TYPE_CHECKING:
    import pyghmi

try:
    import pyghmi as fast
except ImportError:
    import pyghmi.slow


def local():
    import pyghmi; import pyghmi
    return pyghmi


class Holder:
    import \
        pyghmi as \
        held
