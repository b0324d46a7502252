# Each string is a finding of its own; its number says where it stands in the text.
{"/tmp/1": "/tmp/2", "/tmp/3": "/tmp/4", **"/tmp/5", "/tmp/6": "/tmp/7"}
["/tmp/8" for x in "/tmp/9" if "/tmp/10" if "/tmp/11" for y in "/tmp/12"]
{"/tmp/13" for x in "/tmp/14"}
{"/tmp/15": "/tmp/16" for x in "/tmp/17" if "/tmp/18"}
("/tmp/19" for x in "/tmp/20")
"/tmp/21" if "/tmp/22" else "/tmp/23"
"/tmp/24" < "/tmp/25" < "/tmp/26"
"/tmp/27" and "/tmp/28" or "/tmp/29"
"/tmp/30" + "/tmp/31" * "/tmp/32"
call("/tmp/33", *"/tmp/34", key="/tmp/35", **"/tmp/36")
call(key="/tmp/37", *"/tmp/38")
value["/tmp/39":"/tmp/40":"/tmp/41", "/tmp/42"]
"/tmp/43"["/tmp/44"]
"/tmp/45".attribute
lambda a="/tmp/46", *b, c="/tmp/47", **d: "/tmp/48"
lambda a="/tmp/49", /, b="/tmp/50", *, c, d="/tmp/51": "/tmp/52"
target["/tmp/53"] = other["/tmp/54"] = "/tmp/55"
target["/tmp/56"] += "/tmp/57"
target["/tmp/58"]: "/tmp/59" = "/tmp/60"
for target["/tmp/61"] in "/tmp/62":
    "/tmp/nothing", "/tmp/63"
else:
    print("/tmp/64")
while "/tmp/65":
    print("/tmp/66")
else:
    print("/tmp/67")
with "/tmp/68" as target["/tmp/69"], "/tmp/70":
    print("/tmp/71")
try:
    print("/tmp/72")
except "/tmp/73":
    print("/tmp/74")
except "/tmp/75" as e:
    print("/tmp/76")
else:
    print("/tmp/77")
finally:
    print("/tmp/78")
if "/tmp/79":
    print("/tmp/80")
elif "/tmp/81":
    print("/tmp/82")
else:
    print("/tmp/83")
assert "/tmp/84", "/tmp/85"
raise "/tmp/86" from "/tmp/87"
del target["/tmp/88"], target["/tmp/89"]
match "/tmp/90":
    case "/tmp/91" | "/tmp/92" if "/tmp/93":
        print("/tmp/94")
    case {"/tmp/95": "/tmp/96", "/tmp/97": "/tmp/98", **rest}:
        print("/tmp/99")
    case Class("/tmp/100", key="/tmp/101"):
        print("/tmp/102")
    case ["/tmp/103", *_, "/tmp/104"] as name:
        print("/tmp/105")


@decorate("/tmp/106")
@decorate("/tmp/107")
def function(
    a: "/tmp/108" = "/tmp/109",
    /,
    b: "/tmp/110" = "/tmp/111",
    *args: "/tmp/112",
    c: "/tmp/113",
    d: "/tmp/114" = "/tmp/115",
    e: "/tmp/116" = "/tmp/117",
    **kwargs: "/tmp/118",
) -> "/tmp/119":
    return "/tmp/120"


@decorate("/tmp/121")
class Class("/tmp/122", metaclass="/tmp/123", **"/tmp/124"):
    attribute = "/tmp/125"


@decorate("/tmp/126")
async def coroutine(a: "/tmp/127" = "/tmp/128") -> "/tmp/129":
    async for x["/tmp/130"] in "/tmp/131":
        yield "/tmp/132"
    async with "/tmp/133" as y["/tmp/134"]:
        await "/tmp/135"
    ["/tmp/136" async for x in "/tmp/137" if await "/tmp/138"]


def generator():
    x = yield "/tmp/139"
    yield from "/tmp/140"


def generic[T: "/tmp/141" = "/tmp/142", *Ts = "/tmp/143", **P = "/tmp/144"](a: "/tmp/145" = "/tmp/146") -> "/tmp/147":
    return "/tmp/148"


@decorate("/tmp/149")
class Generic[T: "/tmp/150"]("/tmp/151"):
    attribute = "/tmp/152"


type Alias[T: "/tmp/153"] = "/tmp/154"
(name := "/tmp/155")
f"/tmp/156{'/tmp/157'}/tmp/158{'/tmp/159':{'/tmp/160'}/tmp/161}"
"/tmp/162" f"/tmp/163{x}" "/tmp/164"
t"/tmp/165{'/tmp/166'}/tmp/167{'/tmp/168':{'/tmp/169'}/tmp/170}"
print(-"/tmp/171", not "/tmp/172", ~"/tmp/173")
print(*"/tmp/174", ["/tmp/175", *"/tmp/176"], ("/tmp/177",), {"/tmp/178"})
global_, *rest = "/tmp/179", *"/tmp/180"
return_ = lambda: (yield "/tmp/181")
try:
    pass
except* "/tmp/182":
    print("/tmp/183")
else: print("/tmp/184")
finally: print("/tmp/185")
print("/tmp/186"); print("/tmp/187")
print("/tmp/188" "/tmp/189" '/tmp/190')
class Bare: "/tmp/docstring"; x = "/tmp/191"
def g(): "/tmp/docstring"; return "/tmp/192"
print("""/tmp/193
/tmp/nothing""", "/tmp/194")
