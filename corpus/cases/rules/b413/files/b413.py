import Crypto.Cipher
import Crypto.Hash
import Crypto.IO
import Crypto.Protocol
import Crypto.PublicKey
import Crypto.Random
import Crypto.Signature
import Crypto.Util
import Crypto
import Cryptodome.Cipher
import Crypto.Ciphers.x
import Crypto.Cipher as alias
import Crypto.Cipher.sub
import os, Crypto.Cipher, Crypto.Cipher as twice, sys
import my.Crypto.Cipher
from Crypto.Cipher import name
from Crypto.Cipher import name as other, second
from Crypto.Cipher import *
from Crypto.Cipher.sub.more import name
from Crypto.Cipherx import name
from .Crypto.Cipher import name
from ..Crypto.Cipher import (
    one,
    two,
)
from Crypto import Cipher
from Crypto import os, Cipher as z, Cipher2
from Crypto import *
from .Crypto import Cipher
from . import Crypto
Cipher()
Crypto.Cipher()
Crypto.Cipher(x)
Crypto.Cipher.x()
x.Crypto.Cipher()
__import__("Crypto.Cipher")
__import__("Crypto.Cipherx")
__import__("Crypto.Cipher", fromlist=["x"]).x()
__import__(name="Crypto.Cipher")
importlib.import_module("Crypto.Cipher")
importlib.import_module("Crypto.Cipher.sub")
importlib.import_module("sub", "Crypto.Cipher")
importlib.import_module(name="Crypto.Cipher")
importlib.__import__("Crypto.Cipher")
importlib.import_module(Crypto.Cipher)
importlib.import_module("Cr" "ypto.Cipher")
importlib.import_module(f"Crypto.Cipher")
import Crypto.Hash as alias
import Crypto.Hash.sub
import os, Crypto.Hash, Crypto.Hash as twice, sys
import my.Crypto.Hash
from Crypto.Hash import name
from Crypto.Hash import name as other, second
from Crypto.Hash import *
from Crypto.Hash.sub.more import name
from Crypto.Hashx import name
from .Crypto.Hash import name
from ..Crypto.Hash import (
    one,
    two,
)
from Crypto import Hash
from Crypto import os, Hash as z, Hash2
from Crypto import *
from .Crypto import Hash
from . import Crypto
Hash()
Crypto.Hash()
Crypto.Hash(x)
Crypto.Hash.x()
x.Crypto.Hash()
__import__("Crypto.Hash")
__import__("Crypto.Hashx")
__import__("Crypto.Hash", fromlist=["x"]).x()
__import__(name="Crypto.Hash")
importlib.import_module("Crypto.Hash")
importlib.import_module("Crypto.Hash.sub")
importlib.import_module("sub", "Crypto.Hash")
importlib.import_module(name="Crypto.Hash")
importlib.__import__("Crypto.Hash")
importlib.import_module(Crypto.Hash)
importlib.import_module("Cr" "ypto.Hash")
importlib.import_module(f"Crypto.Hash")
import Crypto.IO as alias
import Crypto.IO.sub
import os, Crypto.IO, Crypto.IO as twice, sys
import my.Crypto.IO
from Crypto.IO import name
from Crypto.IO import name as other, second
from Crypto.IO import *
from Crypto.IO.sub.more import name
from Crypto.IOx import name
from .Crypto.IO import name
from ..Crypto.IO import (
    one,
    two,
)
from Crypto import IO
from Crypto import os, IO as z, IO2
from Crypto import *
from .Crypto import IO
from . import Crypto
IO()
Crypto.IO()
Crypto.IO(x)
Crypto.IO.x()
x.Crypto.IO()
__import__("Crypto.IO")
__import__("Crypto.IOx")
__import__("Crypto.IO", fromlist=["x"]).x()
__import__(name="Crypto.IO")
importlib.import_module("Crypto.IO")
importlib.import_module("Crypto.IO.sub")
importlib.import_module("sub", "Crypto.IO")
importlib.import_module(name="Crypto.IO")
importlib.__import__("Crypto.IO")
importlib.import_module(Crypto.IO)
importlib.import_module("Cr" "ypto.IO")
importlib.import_module(f"Crypto.IO")
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

load("Crypto.Cipher")
imp("Crypto.Cipher")
import importlib as il

il.import_module("Crypto.Cipher")

if TYPE_CHECKING:
    import Crypto.Util

try:
    import Crypto.Util as fast
except ImportError:
    import Crypto.Util.slow


def local():
    import Crypto.Util; import Crypto.Util
    return Crypto.Util


class Holder:
    import \
        Crypto.Util as \
        held
