import ssl
import pyOpenSSL.SSL
from OpenSSL import SSL
from pyOpenSSL import SSL as PSSL
from ssl import wrap_socket, PROTOCOL_SSLv2

ssl.wrap_socket(ssl_version=ssl.PROTOCOL_SSLv2)
ssl.wrap_socket(ssl_version=ssl.PROTOCOL_SSLv3)
ssl.wrap_socket(ssl_version=ssl.PROTOCOL_TLSv1)
ssl.wrap_socket(ssl_version=ssl.PROTOCOL_TLSv1_1)
ssl.wrap_socket(ssl_version=ssl.PROTOCOL_TLSv1_2)
ssl.wrap_socket(ssl_version=ssl.PROTOCOL_SSLv23)
ssl.wrap_socket(ssl_version=SSL.SSLv2_METHOD)
ssl.wrap_socket(ssl_version=SSL.SSLv23_METHOD)
ssl.wrap_socket(ssl_version=SSL.SSLv3_METHOD)
ssl.wrap_socket(ssl_version=SSL.TLSv1_METHOD)
ssl.wrap_socket(ssl_version=SSL.TLSv1_1_METHOD)
ssl.wrap_socket(ssl_version=PROTOCOL_SSLv2)
ssl.wrap_socket(ssl_version="PROTOCOL_SSLv2")
ssl.wrap_socket(ssl_version=2)
ssl.wrap_socket(ssl_version=None)
ssl.wrap_socket(ssl_version=[PROTOCOL_SSLv2])
ssl.wrap_socket(method=PROTOCOL_SSLv2, ssl_version=1)
wrap_socket(ssl_version=PROTOCOL_SSLv2)
pyOpenSSL.SSL.Context(method=SSL.SSLv2_METHOD)
pyOpenSSL.SSL.Context(method=SSL.TLSv1_2_METHOD)
pyOpenSSL.SSL.Context(ssl_version=SSL.SSLv2_METHOD)
pyOpenSSL.SSL.Context(SSL.SSLv2_METHOD)
PSSL.Context(method=PSSL.SSLv3_METHOD)
SSL.Context(method=SSL.SSLv2_METHOD)
SSL.Context(SSL.SSLv2_METHOD)
herp_derp(ssl_version=ssl.PROTOCOL_SSLv2)
herp_derp(method=ssl.PROTOCOL_SSLv2)
herp_derp(method=ssl.PROTOCOL_TLSv1_2, ssl_version=ssl.PROTOCOL_SSLv3)
herp_derp(ssl_version=ssl.PROTOCOL_SSLv3, method=ssl.PROTOCOL_TLSv1_2)
herp_derp(ssl_version=ssl.PROTOCOL_SSLv3, method=None)
herp_derp(method="TLSv1_METHOD")
herp_derp(method=TLSv1_METHOD.upper())
herp_derp(method=x[TLSv1_METHOD])
get()(method=TLSv1_METHOD)
get[0](ssl_version=PROTOCOL_TLSv1)
herp_derp(
    1,
    method=
    ssl.PROTOCOL_TLSv1,
)
herp_derp(
    ssl_version=ssl.PROTOCOL_TLSv1,
    method=
    ssl.PROTOCOL_TLSv1_2,
)
ssl.wrap_socket(
    sock,
    ssl_version=ssl
    .PROTOCOL_TLSv1,
)
