urllib.request.urlopen(x)
urllib.request.urlretrieve(x)
urllib.request.URLopener(x)
urllib.request.FancyURLopener(x)
six.moves.urllib.request.urlopen(x)
six.moves.urllib.request.urlretrieve(x)
six.moves.urllib.request.URLopener(x)
six.moves.urllib.request.FancyURLopener(x)
self.urllib.request.urlopen(x)
urllib.request.urlopen.more(x)
urllib.request.urlopen
map(urllib.request.urlopen, xs)
(urllib.request.urlopen)(x)
urllib.request.urlopen(x)(y)
urllib.request.urlopen(x)[0].attribute
urllib.request.urlopen(*x, **y)
urllib.request.urlopen(urllib.request.urlopen(x), key=urllib.request.urlopen(y))
urllib.request.urlopen(
    x,
    y=1,
)
importlib.import_module("urllib.request.urlopen")
__import__("urllib.request.urlopen")
importlib.import_module(urllib.request.urlopen)
urllib.urlopen(x)
urllib2.urlopen(x)
urllib.request.Request(x)
urllib.request.build_opener(x)
urllib.parse.quote(x)
@urllib.request.urlopen
def decorated():
    return urllib.request.urlopen(x) if urllib.request.urlopen(y) else [urllib.request.urlopen(z) for z in urllib.request.urlopen(w)]


@urllib.request.urlopen(x)
async def awaited(default=urllib.request.urlopen(x)):
    await urllib.request.urlopen(x)


class Sub(urllib.request.urlopen): pass
class Called(urllib.request.urlopen(x)): pass

urlopen(x)


def scope():
    from urllib.request import urlopen

    urlopen(x)


urlopen(x)

from urllib.request import urlopen as renamed

renamed(x)
renamed.urlopen(x)

import urllib.request as module

module.urlopen(x)
module.other.urlopen(x)

from urllib import request

request.urlopen(x)

import urllib as parent

parent.request.urlopen(x)

from urllib import request as nick

nick.urlopen(x)

from . import urllib as dotted

dotted.request.urlopen(x)

from .urllib.request import urlopen as relative

relative(x)

from urllib.request import *

urlopen(x)
