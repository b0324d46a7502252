assert x  # nosec B102
exec(x)  # nosec B101
eval(x)  # nosec B307 B102
x = 1  # nosec B101
x = "/tmp/x"  # nosec B104
x = "y"  # nosec B105 B104 B108 B608
x = b"y"  # nosec B105
f(
    "x",  # nosec B602
    "y",  # nosec B603
)
f(g(h("x")))  # nosec B324
import os  # nosec B404
import pickle  # nosec B301 B403
from os import path  # nosec B401, B001
def f(password=1): pass  # nosec B107
async def g(password="x"): pass  # nosec B107
try: x
except ValueError: pass  # nosec B110
try: x
except Exception: pass  # nosec B112
class C: pass  # nosec B101
for x in y: pass  # nosec B101
f"{x}"  # nosec B608
f"a{x}"  # nosec B608
"""docstring"""  # nosec B108
# nosec B101

# nosec
lambda: 0  # nosec B101
subprocess.call("ls", shell=True)  # nosec B602
subprocess.call("ls", shell=True)  # nosec B603
x = {"password": f("/tmp/x")}  # nosec B105
def h():  # nosec B105
    return "x"  # nosec B108
f(**x)  # nosec B106
f(**"x")  # nosec B106
x = y[z("a")]  # nosec B307 B608
