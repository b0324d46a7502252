import ssl
from ssl import PROTOCOL_SSLv2
from OpenSSL import SSL as S


def a(version=ssl.PROTOCOL_SSLv2): pass
def b(version=PROTOCOL_SSLv2): pass
def c(version=S.SSLv3_METHOD): pass
def d(version=x.y.TLSv1_METHOD): pass
def e(version="PROTOCOL_SSLv2"): pass
def f(version=ssl.PROTOCOL_TLSv1_2): pass
def g(one=1, two=ssl.PROTOCOL_TLSv1, three=ssl.PROTOCOL_TLSv1_1): pass
def h(*, version=ssl.PROTOCOL_SSLv2): pass
def i(version=ssl.PROTOCOL_SSLv2, /): pass
def j(version=get().PROTOCOL_SSLv2): pass
def k(version=get(ssl.PROTOCOL_SSLv2)): pass
def l(version=ssl.PROTOCOL_SSLv2.value): pass
def m(version=ssl[0].PROTOCOL_SSLv3): pass
async def n(version=ssl.PROTOCOL_SSLv2): pass
lambda version=ssl.PROTOCOL_SSLv2: version


class C:
    @decorate
    def method(
        self,
        version=ssl.PROTOCOL_TLSv1,
        password="other rule",
    ):
        def inner(v=ssl.SSLv23_METHOD): ...
