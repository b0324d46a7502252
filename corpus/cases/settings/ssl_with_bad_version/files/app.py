import ssl
ssl.wrap_socket(ssl_version=ssl.PROTOCOL_TLSv1_2)
ssl.wrap_socket(ssl_version=ssl.PROTOCOL_SSLv2)
f(method=ssl.PROTOCOL_TLSv1_2)
def g(v=ssl.PROTOCOL_TLSv1_2): pass
def h(v=ssl.PROTOCOL_SSLv2): pass
ssl.wrap_socket(ssl_version=5)
