ftplib.FTP(x)
self.ftplib.FTP(x)
ftplib.FTP.more(x)
ftplib.FTP
map(ftplib.FTP, xs)
(ftplib.FTP)(x)
ftplib.FTP(x)(y)
ftplib.FTP(x)[0].attribute
ftplib.FTP(*x, **y)
ftplib.FTP(ftplib.FTP(x), key=ftplib.FTP(y))
ftplib.FTP(
    x,
    y=1,
)
importlib.import_module("ftplib.FTP")
__import__("ftplib.FTP")
importlib.import_module(ftplib.FTP)
ftplib.FTP_TLS(x)
ftplib.error_perm()
@ftplib.FTP
def decorated():
    return ftplib.FTP(x) if ftplib.FTP(y) else [ftplib.FTP(z) for z in ftplib.FTP(w)]


@ftplib.FTP(x)
async def awaited(default=ftplib.FTP(x)):
    await ftplib.FTP(x)


class Sub(ftplib.FTP): pass
class Called(ftplib.FTP(x)): pass

FTP(x)


def scope():
    from ftplib import FTP

    FTP(x)


FTP(x)

from ftplib import FTP as renamed

renamed(x)
renamed.FTP(x)

import ftplib as module

module.FTP(x)
module.other.FTP(x)

from .ftplib import FTP as relative

relative(x)

from ftplib import *

FTP(x)
