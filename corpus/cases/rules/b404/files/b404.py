import subprocess
import subprocess32
import asyncio.subprocess
import subprocess as alias
import subprocess.sub
import os, subprocess, subprocess as twice, sys
import my.subprocess
from subprocess import name
from subprocess import name as other, second
from subprocess import *
from subprocess.sub.more import name
from subprocessx import name
from .subprocess import name
from ..subprocess import (
    one,
    two,
)
from . import subprocess
from .. import x, subprocess as y
from .x import subprocess
from x import subprocess
subprocess()
subprocess(x)
subprocess.x()
x.subprocess()
__import__("subprocess")
__import__("subprocessx")
__import__("subprocess", fromlist=["x"]).x()
__import__(name="subprocess")
importlib.import_module("subprocess")
importlib.import_module("subprocess.sub")
importlib.import_module("sub", "subprocess")
importlib.import_module(name="subprocess")
importlib.__import__("subprocess")
importlib.import_module(subprocess)
importlib.import_module("su" "bprocess")
importlib.import_module(f"subprocess")
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

load("subprocess")
imp("subprocess")
import importlib as il

il.import_module("subprocess")

if TYPE_CHECKING:
    import subprocess

try:
    import subprocess as fast
except ImportError:
    import subprocess.slow


def local():
    import subprocess; import subprocess
    return subprocess


class Holder:
    import \
        subprocess as \
        held
