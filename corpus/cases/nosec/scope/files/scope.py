import subprocess
subprocess.call(  # nosec
    "ls",
    shell=True,
)
subprocess.call(
    "ls",  # nosec
    shell=True,
)
subprocess.call(
    "ls",
    shell=True,
)  # nosec
subprocess.call(
    "ls",
    shell=True,  # nosec B602
)
subprocess.call(
    "ls",  # nosec B602
    shell=True,  # nosec B607
)
subprocess.call(  # nosec B607
    "ls",
    shell=True,  # nosec B602
)
subprocess.call(
    "ls",  # nosec B101
    shell=True,  # nosec
)
subprocess.call(
    "ls",
    shell=True,
    # nosec
)
# nosec
subprocess.call("ls", shell=True)
subprocess.call("ls", shell=True)
# nosec
subprocess.call("ls", \
    shell=True)  # nosec
subprocess.call("a", shell=True); subprocess.call("b", shell=True)  # nosec
subprocess.call("a", shell=subprocess.call(  # nosec B603
    "b"))
d = {
    "password": "a",
    "token": "b",  # nosec
    "secret": "c",
}
d = {
    "password": "a",
    "token": "b",
}  # nosec B105
d = [
    {"password": "a"},  # nosec
    {"password": "b"},
]
password = """
text # nosec
"""
password = """
text
"""  # nosec
password = "# nosec"
password = f"{x}# nosec"; token = "x"
password = (  # nosec
    "x"
)
password = (
    "x"  # nosec
)
password = (
    "x"
)  # nosec


def f(password="x"):  # nosec
    assert body


def f(
    password="x",  # nosec
    other=1,
):
    assert body


def f(  # nosec
    password="x",
):
    assert body


def f(
    password="x",
):
    # nosec
    assert body


def f(password="x"):
    """Docstring."""  # nosec
    assert body


def f(password="x"):

    # nosec

    assert body


def f(password="x"):
    assert body  # nosec


def f(password="x"):
    y = 1
    assert body  # nosec


def f(password="x"):
    y = 1
    return 2
    # nosec


def f(path="/tmp/x"):  # nosec
    pass


def f(
    path="/tmp/x",
    other=1,  # nosec
):
    pass


@decorator  # nosec
def f(password="x"):
    pass


@decorator
# nosec
def f(password="x"): pass


class C:  # nosec
    assert body


class C(Base):
    password = "x"  # nosec

    def method(self, token="x"): return 1  # nosec


try:  # nosec
    pass
except Exception:
    pass
try:
    pass
except Exception:  # nosec
    pass
try:
    pass
except Exception:
    pass  # nosec
try:
    pass
except Exception:
    # nosec
    pass
try:
    pass
except Exception:
    pass
    # nosec
try:
    pass
# nosec
except Exception:
    pass
try:
    x = 1  # nosec
except Exception as e: pass
for x in [
    "/tmp/a",  # nosec
    "/tmp/b",
]: pass
for x in "/tmp/a":  # nosec
    pass
x = ["/tmp/a" for y in z  # nosec
     if y]
x = [y for y in z
     if "/tmp/a"  # nosec
     if "/tmp/b"]
with "/tmp/a" as b:  # nosec
    assert c
with (
    "/tmp/a",  # nosec
    "/tmp/b",
): assert c
match x:
    case "/tmp/a":  # nosec
        assert c
    case _ if "/tmp/a":  # nosec
        assert c
    case _ if "/tmp/b":
        assert c  # nosec
x = f"/tmp/{a}"  # nosec
x = f"""/tmp/{a}
/tmp/{b}
"""  # nosec
x = (f"/tmp/{a}"  # nosec
     f"/tmp/{b}")
x = f"/tmp/{
    a  # nosec
}"
x = ("/tmp/a" +  # nosec
     "/tmp/b")
x = "SELECT * FROM x WHERE %s" % (
    y)  # nosec
x = ("SELECT * FROM x "  # nosec
     "WHERE %s" % y)
x = ("SELECT * FROM x "
     "WHERE %s"
     % y)  # nosec
cursor.execute(
    "SELECT * FROM x WHERE %s" % y,
    z,  # nosec
)
x = lambda password="x": (
    eval(y))  # nosec
if eval(x):  # nosec
    eval(y)
while (eval(x) and
       eval(y)):  # nosec
    pass
import pickle  # nosec
import pickle, \
    subprocess  # nosec
from pickle import (
    loads,  # nosec
)
from pickle import (  # nosec B403
    loads,
)
requests.get(
    "x",
    verify=False,  # nosec
)
requests.get("x",  # nosec B113
    verify=False)
requests.get(
    "x",
    timeout=None,
    verify=
    False,  # nosec B501
)
eval(eval(x))  # nosec
eval(
    eval(x)  # nosec
)
eval(  # nosec
    eval(x)
)
eval(x)(  # nosec
    y)
a.b(
    c
).eval(x)  # nosec
assert x, \
    y  # nosec
assert (
    x  # nosec
)
assert x;  # nosec
assert x  # nosec
