"/tmp/statement"
name = "/tmp"
name = "/tmp/file"
name = "/tmpfile"
name = "/var/tmp"
name = "/var/tmp/x"
name = "/var/tmpx"
name = "/dev/shm/x"
name = "/dev/shmx"
name = "tmp/file"
name = " /tmp"
name = "/TMP/x"
name = "C:/tmp"
name = b"/tmp/bytes"
name = f"/tmp/{user}"
name = f"{root}/tmp/x"
name = f"{root}" "/tmp/x"
name = "/tmp/x" f"{root}"
name = f"{'/tmp/inner'}"
name = f"{x:/tmp/spec}"
name = f"/tmp/{x!r:>{width}}/tmp/{y}"
name = f"/tmp/{{literal}}/{x}"
name = "/tmp/" + user
name = "/tmp/%s" % user
name = "/tmp/{}".format(user)
name = ("/tmp/one"
        "/two")
name = """/tmp/triple
line two"""
name = rf"/tmp\{x}"
open("/tmp/a", "/tmp/b")
open(file="/tmp/keyword")
open(
    "/tmp/x",
    "w"
)


def f(path="/tmp/default", *args: "/tmp/annotation", other="/tmp/keyword") -> "/tmp/returned":
    """/tmp/docstring"""
    return path


def g(
    first,
    path="/tmp/default",
    third="/var/tmp/three",
):
    pass


lambda path="/tmp/lambda": path
for x in ("/tmp/one", "/tmp/two"): pass
{"/tmp/key": "/tmp/value", "/tmp/second": "/tmp/more"}
d["/tmp/index"]
x = y["/tmp/slice":"/tmp/stop"]
