import wsgiref.handlers.CGIHandler
import twisted.web.twcgi.CGIScript
import twisted.web.twcgi.CGIDirectory
import wsgiref.handlers
import twisted.web.twcgi.FilteredScript
import wsgiref.handlers.CGIHandler as alias
import wsgiref.handlers.CGIHandler.sub
import os, wsgiref.handlers.CGIHandler, wsgiref.handlers.CGIHandler as twice, sys
import my.wsgiref.handlers.CGIHandler
from wsgiref.handlers.CGIHandler import name
from wsgiref.handlers.CGIHandler import name as other, second
from wsgiref.handlers.CGIHandler import *
from wsgiref.handlers.CGIHandler.sub.more import name
from wsgiref.handlers.CGIHandlerx import name
from .wsgiref.handlers.CGIHandler import name
from ..wsgiref.handlers.CGIHandler import (
    one,
    two,
)
from wsgiref.handlers import CGIHandler
from wsgiref.handlers import os, CGIHandler as z, CGIHandler2
from wsgiref.handlers import *
from .wsgiref.handlers import CGIHandler
from . import wsgiref
CGIHandler()
wsgiref.handlers.CGIHandler()
wsgiref.handlers.CGIHandler(x)
wsgiref.handlers.CGIHandler.x()
x.wsgiref.handlers.CGIHandler()
__import__("wsgiref.handlers.CGIHandler")
__import__("wsgiref.handlers.CGIHandlerx")
__import__("wsgiref.handlers.CGIHandler", fromlist=["x"]).x()
__import__(name="wsgiref.handlers.CGIHandler")
importlib.import_module("wsgiref.handlers.CGIHandler")
importlib.import_module("wsgiref.handlers.CGIHandler.sub")
importlib.import_module("sub", "wsgiref.handlers.CGIHandler")
importlib.import_module(name="wsgiref.handlers.CGIHandler")
importlib.__import__("wsgiref.handlers.CGIHandler")
importlib.import_module(wsgiref.handlers.CGIHandler)
importlib.import_module("ws" "giref.handlers.CGIHandler")
importlib.import_module(f"wsgiref.handlers.CGIHandler")
import twisted.web.twcgi.CGIScript as alias
import twisted.web.twcgi.CGIScript.sub
import os, twisted.web.twcgi.CGIScript, twisted.web.twcgi.CGIScript as twice, sys
import my.twisted.web.twcgi.CGIScript
from twisted.web.twcgi.CGIScript import name
from twisted.web.twcgi.CGIScript import name as other, second
from twisted.web.twcgi.CGIScript import *
from twisted.web.twcgi.CGIScript.sub.more import name
from twisted.web.twcgi.CGIScriptx import name
from .twisted.web.twcgi.CGIScript import name
from ..twisted.web.twcgi.CGIScript import (
    one,
    two,
)
from twisted.web.twcgi import CGIScript
from twisted.web.twcgi import os, CGIScript as z, CGIScript2
from twisted.web.twcgi import *
from .twisted.web.twcgi import CGIScript
from . import twisted
CGIScript()
twisted.web.twcgi.CGIScript()
twisted.web.twcgi.CGIScript(x)
twisted.web.twcgi.CGIScript.x()
x.twisted.web.twcgi.CGIScript()
__import__("twisted.web.twcgi.CGIScript")
__import__("twisted.web.twcgi.CGIScriptx")
__import__("twisted.web.twcgi.CGIScript", fromlist=["x"]).x()
__import__(name="twisted.web.twcgi.CGIScript")
importlib.import_module("twisted.web.twcgi.CGIScript")
importlib.import_module("twisted.web.twcgi.CGIScript.sub")
importlib.import_module("sub", "twisted.web.twcgi.CGIScript")
importlib.import_module(name="twisted.web.twcgi.CGIScript")
importlib.__import__("twisted.web.twcgi.CGIScript")
importlib.import_module(twisted.web.twcgi.CGIScript)
importlib.import_module("tw" "isted.web.twcgi.CGIScript")
importlib.import_module(f"twisted.web.twcgi.CGIScript")
import twisted.web.twcgi.CGIDirectory as alias
import twisted.web.twcgi.CGIDirectory.sub
import os, twisted.web.twcgi.CGIDirectory, twisted.web.twcgi.CGIDirectory as twice, sys
import my.twisted.web.twcgi.CGIDirectory
from twisted.web.twcgi.CGIDirectory import name
from twisted.web.twcgi.CGIDirectory import name as other, second
from twisted.web.twcgi.CGIDirectory import *
from twisted.web.twcgi.CGIDirectory.sub.more import name
from twisted.web.twcgi.CGIDirectoryx import name
from .twisted.web.twcgi.CGIDirectory import name
from ..twisted.web.twcgi.CGIDirectory import (
    one,
    two,
)
from twisted.web.twcgi import CGIDirectory
from twisted.web.twcgi import os, CGIDirectory as z, CGIDirectory2
from twisted.web.twcgi import *
from .twisted.web.twcgi import CGIDirectory
from . import twisted
CGIDirectory()
twisted.web.twcgi.CGIDirectory()
twisted.web.twcgi.CGIDirectory(x)
twisted.web.twcgi.CGIDirectory.x()
x.twisted.web.twcgi.CGIDirectory()
__import__("twisted.web.twcgi.CGIDirectory")
__import__("twisted.web.twcgi.CGIDirectoryx")
__import__("twisted.web.twcgi.CGIDirectory", fromlist=["x"]).x()
__import__(name="twisted.web.twcgi.CGIDirectory")
importlib.import_module("twisted.web.twcgi.CGIDirectory")
importlib.import_module("twisted.web.twcgi.CGIDirectory.sub")
importlib.import_module("sub", "twisted.web.twcgi.CGIDirectory")
importlib.import_module(name="twisted.web.twcgi.CGIDirectory")
importlib.__import__("twisted.web.twcgi.CGIDirectory")
importlib.import_module(twisted.web.twcgi.CGIDirectory)
importlib.import_module("tw" "isted.web.twcgi.CGIDirectory")
importlib.import_module(f"twisted.web.twcgi.CGIDirectory")
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

load("wsgiref.handlers.CGIHandler")
imp("wsgiref.handlers.CGIHandler")
import importlib as il

il.import_module("wsgiref.handlers.CGIHandler")

if TYPE_CHECKING:
    import twisted.web.twcgi.CGIDirectory

try:
    import twisted.web.twcgi.CGIDirectory as fast
except ImportError:
    import twisted.web.twcgi.CGIDirectory.slow


def local():
    import twisted.web.twcgi.CGIDirectory; import twisted.web.twcgi.CGIDirectory
    return twisted.web.twcgi.CGIDirectory


class Holder:
    import \
        twisted.web.twcgi.CGIDirectory as \
        held
