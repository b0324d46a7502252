django.utils.safestring.mark_safe(x)
self.django.utils.safestring.mark_safe(x)
django.utils.safestring.mark_safe.more(x)
django.utils.safestring.mark_safe
map(django.utils.safestring.mark_safe, xs)
(django.utils.safestring.mark_safe)(x)
django.utils.safestring.mark_safe(x)(y)
django.utils.safestring.mark_safe(x)[0].attribute
django.utils.safestring.mark_safe(*x, **y)
django.utils.safestring.mark_safe(django.utils.safestring.mark_safe(x), key=django.utils.safestring.mark_safe(y))
django.utils.safestring.mark_safe(
    x,
    y=1,
)
importlib.import_module("django.utils.safestring.mark_safe")
__import__("django.utils.safestring.mark_safe")
importlib.import_module(django.utils.safestring.mark_safe)
django.utils.safestring.SafeString(x)
mark_unsafe(x)
@django.utils.safestring.mark_safe
def decorated():
    return django.utils.safestring.mark_safe(x) if django.utils.safestring.mark_safe(y) else [django.utils.safestring.mark_safe(z) for z in django.utils.safestring.mark_safe(w)]


@django.utils.safestring.mark_safe(x)
async def awaited(default=django.utils.safestring.mark_safe(x)):
    await django.utils.safestring.mark_safe(x)


class Sub(django.utils.safestring.mark_safe): pass
class Called(django.utils.safestring.mark_safe(x)): pass

mark_safe(x)


def scope():
    from django.utils.safestring import mark_safe

    mark_safe(x)


mark_safe(x)

from django.utils.safestring import mark_safe as renamed

renamed(x)
renamed.mark_safe(x)

import django.utils.safestring as module

module.mark_safe(x)
module.other.mark_safe(x)

from django.utils import safestring

safestring.mark_safe(x)

import django.utils as parent

parent.safestring.mark_safe(x)

from django.utils import safestring as nick

nick.mark_safe(x)

from . import django as dotted

dotted.utils.safestring.mark_safe(x)

from .django.utils.safestring import mark_safe as relative

relative(x)

from django.utils.safestring import *

mark_safe(x)
