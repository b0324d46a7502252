import pickle
import cPickle
import dill
import shelve
import pickletools
import _pickle
import jsonpickle
import dillinger
import pickle as alias
import pickle.sub
import os, pickle, pickle as twice, sys
import my.pickle
from pickle import name
from pickle import name as other, second
from pickle import *
from pickle.sub.more import name
from picklex import name
from .pickle import name
from ..pickle import (
    one,
    two,
)
from . import pickle
from .. import x, pickle as y
from .x import pickle
from x import pickle
pickle()
pickle(x)
pickle.x()
x.pickle()
__import__("pickle")
__import__("picklex")
__import__("pickle", fromlist=["x"]).x()
__import__(name="pickle")
importlib.import_module("pickle")
importlib.import_module("pickle.sub")
importlib.import_module("sub", "pickle")
importlib.import_module(name="pickle")
importlib.__import__("pickle")
importlib.import_module(pickle)
importlib.import_module("pi" "ckle")
importlib.import_module(f"pickle")
import cPickle as alias
import cPickle.sub
import os, cPickle, cPickle as twice, sys
import my.cPickle
from cPickle import name
from cPickle import name as other, second
from cPickle import *
from cPickle.sub.more import name
from cPicklex import name
from .cPickle import name
from ..cPickle import (
    one,
    two,
)
from . import cPickle
from .. import x, cPickle as y
from .x import cPickle
from x import cPickle
cPickle()
cPickle(x)
cPickle.x()
x.cPickle()
__import__("cPickle")
__import__("cPicklex")
__import__("cPickle", fromlist=["x"]).x()
__import__(name="cPickle")
importlib.import_module("cPickle")
importlib.import_module("cPickle.sub")
importlib.import_module("sub", "cPickle")
importlib.import_module(name="cPickle")
importlib.__import__("cPickle")
importlib.import_module(cPickle)
importlib.import_module("cP" "ickle")
importlib.import_module(f"cPickle")
import dill as alias
import dill.sub
import os, dill, dill as twice, sys
import my.dill
from dill import name
from dill import name as other, second
from dill import *
from dill.sub.more import name
from dillx import name
from .dill import name
from ..dill import (
    one,
    two,
)
from . import dill
from .. import x, dill as y
from .x import dill
from x import dill
dill()
dill(x)
dill.x()
x.dill()
__import__("dill")
__import__("dillx")
__import__("dill", fromlist=["x"]).x()
__import__(name="dill")
importlib.import_module("dill")
importlib.import_module("dill.sub")
importlib.import_module("sub", "dill")
importlib.import_module(name="dill")
importlib.__import__("dill")
importlib.import_module(dill)
importlib.import_module("di" "ll")
importlib.import_module(f"dill")
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

load("pickle")
imp("pickle")
import importlib as il

il.import_module("pickle")

if TYPE_CHECKING:
    import shelve

try:
    import shelve as fast
except ImportError:
    import shelve.slow


def local():
    import shelve; import shelve
    return shelve


class Holder:
    import \
        shelve as \
        held
