import builtins
import os as exec_module
from runner import exec as run
from builtins import exec as builtin_exec

exec("print(1)")
exec("print(1)", {}, {})
exec(code, globals=None)
exec()
exec
run("renamed, and no longer exec")
builtin_exec("x = 1")
builtins.exec("x = 1")
self.exec("x")
os.exec("x")
exec.something("x")
(exec)("in parentheses")
exec("one")(exec("two"))
print(exec("inner"), exec(
    "over"
    "lines"
))


@exec
def decorated(): pass


@exec("decorator call")
def decorated_again(parameter=exec("default")):
    return exec("body")


lambda: exec("lambda")
[exec(e) for e in exec("iterable") if exec("condition")]
map(exec, ["reference only"])

from tools import execute as exec

exec("now an alias of another name")
