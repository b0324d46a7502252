import ssl
from ssl import wrap_socket as wrap

ssl.wrap_socket()
ssl.wrap_socket(sock)
ssl.wrap_socket(sock, ssl_version=None)
ssl.wrap_socket(sock, ssl_version=ssl.PROTOCOL_TLS)
ssl.wrap_socket(sock, ssl_version=make())
ssl.wrap_socket(sock, ssl_version="")
ssl.wrap_socket(sock, **options)
ssl.wrap_socket(sock, ssl_version=a + b)
ssl.SSLContext().wrap_socket(sock)
context.wrap_socket(sock)
wrap(sock)
wrap_socket(sock)
ssl.sub.wrap_socket(sock)
ssl.wrap_socket(
    sock,
    certfile="x",
)
ssl.wrap_socket(
    sock,
    ssl_version=
    a + b
)
