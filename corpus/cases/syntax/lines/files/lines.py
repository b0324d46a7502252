subprocess.run(
    "ls",
    shell=True,
)
x = subprocess.run("ls",
                   shell=True) ; y = 1
print(
    eval(x),
    eval(
        y
    ),
)


def f(
    first,
    second="/tmp/a",
    third=(
        "/tmp/b"
    ),
    *,
    fourth="/tmp/c",
    fifth: "/tmp/d" = """/tmp/e
    """,
):
    pass


def g(a="/tmp/a",
      b="/tmp/b", *args: "/tmp/ann",
      c=1): pass


lambda a="/tmp/a", \
    b="/tmp/b": \
    "/tmp/c"
[
    "/tmp/a"
    for x in
    "/tmp/b"
    if "/tmp/c"
    if
    "/tmp/d"
    for y
    in "/tmp/e"
]
{x: "/tmp/a"
 for x in y
 if x == "/tmp/b" if "/tmp/c"}
with "/tmp/a" as b, \
        "/tmp/c" as d[
            "/tmp/e"
        ]:
    pass
with (
    "/tmp/a"
    as b,
    "/tmp/c",
):
    print("/tmp/d")
with """/tmp/a
b""" as c: pass
match x:
    case 1 if "/tmp/a":
        print("/tmp/b")
        print("/tmp/c")
    case (
        2
    ) if (
        "/tmp/d"
    ):
        pass
    case {
        "/tmp/e":
        "/tmp/f",
        "/tmp/g": 1,
    }: pass
    case Class(
        x=
        "/tmp/h"
    ): pass
d = {
    "/tmp/a": 1,
    "b": "/tmp/c",
    "password": "x",
    "token":
        "y",
}
d = {"password": "a", "b": {
    "token": "c"}}
d[
    "password"
] = (
    "x"
)
password = \
    "x"
a = password = """x
y"""
if password == (
    "x"
): pass
try:
    pass
except (
    Exception
):
    pass
except \
    Exception as e:
    # comment

    pass


@decorate
@decorate(
    1,
)
def decorated(password="x"):
    """Docstring
    over lines.
    """
    return 1


def body(password="x"): x = """
"""; return x


assert x, (
    "message"
    "more"
)
from subprocess import (
    run,
    call,
)
import \
    subprocess
x = (
    "/tmp/a"
    "/tmp/b"
    f"/tmp/{c}"
)
x = ("/tmp/a" +
     "/tmp/b" +
     "/tmp/c")
x = "/tmp/a", \
    "/tmp/b"
x = [
    "/tmp/a",

    # comment

    "/tmp/b",
]
call(a,
     b)(eval(
         x))
x.y(
    z
).eval(1).chmod(
    "x",
    0o777
)
foo(a=
    eval(x),
    b=lambda:
    eval(y))
print("/tmp/last"
      )
