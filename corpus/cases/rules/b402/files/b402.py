import ftplib
import ftp
import ftplib as alias
import ftplib.sub
import os, ftplib, ftplib as twice, sys
import my.ftplib
from ftplib import name
from ftplib import name as other, second
from ftplib import *
from ftplib.sub.more import name
from ftplibx import name
from .ftplib import name
from ..ftplib import (
    one,
    two,
)
from . import ftplib
from .. import x, ftplib as y
from .x import ftplib
from x import ftplib
ftplib()
ftplib(x)
ftplib.x()
x.ftplib()
__import__("ftplib")
__import__("ftplibx")
__import__("ftplib", fromlist=["x"]).x()
__import__(name="ftplib")
importlib.import_module("ftplib")
importlib.import_module("ftplib.sub")
importlib.import_module("sub", "ftplib")
importlib.import_module(name="ftplib")
importlib.__import__("ftplib")
importlib.import_module(ftplib)
importlib.import_module("ft" "plib")
importlib.import_module(f"ftplib")
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

load("ftplib")
imp("ftplib")
import importlib as il

il.import_module("ftplib")

if TYPE_CHECKING:
    import ftplib

try:
    import ftplib as fast
except ImportError:
    import ftplib.slow


def local():
    import ftplib; import ftplib
    return ftplib


class Holder:
    import \
        ftplib as \
        held
