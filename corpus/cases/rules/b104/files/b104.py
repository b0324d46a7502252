"0.0.0.0"
'''0.0.0.0'''
f"0.0.0.0"
b"0.0.0.0"
host = "0.0.0.0"
host = '0.0.0.0' ''
host = "0." "0.0.0"
host = ("0.0.0.0")
host = r"0.0.0.0"
host = u"0.0.0.0"
host = "\x30.0.0.0"
host = "0.0.0.0 "
host = "0.0.0.0:80"
host = b"0.0.0.0"
host = f"{'0.0.0.0'}"
host = f"0.0.0.0{port}"
host = f"{port}0.0.0.0{port}"
host = f"0.0.0.0" f"{port}"
host = "0.0.0.0" + port
host: "0.0.0.0" = None
host: str = "0.0.0.0"
host += "0.0.0.0"
socket.bind(("0.0.0.0", 80))
socket.bind(("::", 80))
app.run(host="0.0.0.0")
app.run(
    host=
    "0.0.0.0",
    port=80,
)
names = ["0.0.0.0", "0.0.0.0"]
names = {"0.0.0.0": "0.0.0.0", **{"0.0.0.0": 1}}
names = {"0.0.0.0"}
names["0.0.0.0"] = names["0.0.0.0":"0.0.0.0"]
if host == "0.0.0.0": pass
if "0.0.0.0" in names and not "0.0.0.0": pass
assert host != "0.0.0.0", "0.0.0.0"
del names["0.0.0.0"]
raise ValueError from "0.0.0.0"


def serve(host="0.0.0.0", *, other="0.0.0.0") -> "0.0.0.0":
    "0.0.0.0"
    yield "0.0.0.0"
    return "0.0.0.0"


async def aserve(host: "0.0.0.0"):
    await "0.0.0.0"


class Server("0.0.0.0", metaclass="0.0.0.0"):
    """0.0.0.0"""
    host = lambda self, h="0.0.0.0": "0.0.0.0"


print(*"0.0.0.0", **"0.0.0.0")
x = "0.0.0.0" if "0.0.0.0" else "0.0.0.0"
x = [h for h in "0.0.0.0" if "0.0.0.0"]
x = (y := "0.0.0.0")
("0.0.0.0", )
with "0.0.0.0" as host: pass
match host:
    case "0.0.0.0": pass
    case {"0.0.0.0": _} | ["0.0.0.0"] | Host(name="0.0.0.0"): pass
    case _ if "0.0.0.0": pass
try: pass
except "0.0.0.0": pass
for host in "0.0.0.0": pass
while "0.0.0.0": break
global_name: Literal["0.0.0.0"]
print("0.0.0.0".upper(), """0.0.0.0""")
@decorate("0.0.0.0")
def decorated(): ...
