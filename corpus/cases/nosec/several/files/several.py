import hashlib, requests, ssl, subprocess, yaml
x = [1,
     512,  # nosec
     "/tmp/a"]  # nosec B101
x = [1,
     512,  # nosec B101
     "/tmp/a"]  # nosec
x = [1,
     512,  # nosec B101
     "/tmp/a"]  # nosec B108
x = [1,  # nosec B108
     512,  # nosec B101
     "/tmp/a"]  # nosec B102
x = [1,
     "/tmp/a",  # nosec B108
     512]  # nosec B101
d = {
    "password": "a",  # nosec B101
    "token": "b",  # nosec B105
    "secret": "c",
}
d = {
    "user": "a",  # nosec B105
    "token": "b",  # nosec B101
    "secret": "c",  # nosec
}
login(
    user=1,  # nosec B101
    password="x",  # nosec B106
)
login(
    user=1,  # nosec B106
    password="x",  # nosec B101
)
login(
    user=1,  # nosec
    password="x",  # nosec B101
)
login(
    user=1,  # nosec B101
    password="x",  # nosec
)
subprocess.call(
    x,  # nosec B101
    shell=True,  # nosec B602
)
subprocess.call(
    x,  # nosec
    shell=True,  # nosec B101
)
subprocess.call(
    x,  # nosec B101
    shell=True,  # nosec
)
subprocess.call(
    x,  # nosec B101
    y)  # nosec B603
requests.get(
    "x",  # nosec B101
    timeout=None,  # nosec B113
)
requests.get(
    "x",  # nosec B113
    timeout=None,  # nosec B101
)
assert (
    x,  # nosec B102
    y,  # nosec B101
)
assert (  # nosec
    x,  # nosec B102
)
from pickle import (  # nosec B101
    loads,  # nosec B403
)
try:
    x
except Exception:  # nosec B101
    pass  # nosec B110


def f(  # nosec B101
    password="x",  # nosec B107
):
    pass


def f(
    path="/tmp/x",  # nosec B101
    other="/tmp/y",  # nosec B108
):
    pass


x = ["/tmp/a"
     for y in z  # nosec B101
     if "/tmp/b"]  # nosec B108
x = (f"/tmp/{a}"  # nosec B101
     f"/tmp/{b}")  # nosec B108
cursor.execute("SELECT * FROM x "  # nosec B101
               "WHERE %s" % y)  # nosec B608
yaml.load(  # nosec B101
    x,  # nosec B506
)
hashlib.md5(  # nosec B101
    x,  # nosec B324
)
f(method=  # nosec B101
    ssl.PROTOCOL_SSLv2)  # nosec B502
f(method=  # nosec
    ssl.PROTOCOL_SSLv2)  # nosec B101
