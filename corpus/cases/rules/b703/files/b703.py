from django.utils import safestring
from django.utils.safestring import mark_safe, SafeText, SafeUnicode, SafeString, SafeBytes

mark_safe("literal")
mark_safe("a" "b")
mark_safe(b"bytes")
mark_safe(f"formatted")
mark_safe(f"{x}")
mark_safe(None)
mark_safe(1)
mark_safe(name)
mark_safe(self.name)
mark_safe("a" + "b")
mark_safe("a" + b)
mark_safe("%s" % "a")
mark_safe("%s" % a)
mark_safe("%s" % ("a", "b"))
mark_safe("%s" % ("a", b))
mark_safe("%s" % ())
mark_safe("%s" % ["a"])
mark_safe("%s" % 1)
mark_safe(b"%s" % "a")
mark_safe(x % "a")
mark_safe("{}".format("a"))
mark_safe("{}".format(a))
mark_safe("{}".format(1))
mark_safe("{}".format())
mark_safe("{}".format("a", "b", c))
mark_safe("{}".format(x="a"))
mark_safe("{}".format("{}".format("a")))
mark_safe("{}".format("{}".format(a)))
mark_safe("{}".format(*["a"]))
mark_safe("{}".format(*["a", b]))
mark_safe("{}".format(*("a", "b")))
mark_safe("{}".format(*a))
mark_safe("{}".format(**a))
mark_safe("{}".format("a", *["b", *["c"]]))
mark_safe(b"{}".format("a"))
mark_safe(1 .format("a"))
mark_safe("{}".upper("a"))
mark_safe(x.format("a"))
mark_safe(f("a"))
mark_safe(mark_safe("a"))
mark_safe(("a"))
mark_safe(["a"])
mark_safe("a" if b else "c")
mark_safe(*["a"])
mark_safe(s="a")
mark_safe()
safestring.mark_safe(a)
safestring.SafeText(a)
SafeText(a)
SafeUnicode(a)
SafeString(a)
SafeBytes(a)
SafeData(a)
x.mark_safe(a)
get()().mark_safe(a)
mark_safe(
    "%s"
    % a
)

good = "a"
mark_safe(good)
bad = get()
mark_safe(bad)
copied = good
mark_safe(copied)
copied_bad = bad
mark_safe(copied_bad)
good += "b"
mark_safe(good)
good += get()
mark_safe(good)
late_name = "x"; mark_safe(late_name)
(one, two) = ("a", get())
mark_safe(one)
mark_safe(two)
one, two = "a", "b"
mark_safe(two)
[three, four] = ["a", "b"]
mark_safe(three)
chained = other_chained = "a"
mark_safe(chained)
mark_safe(other_chained)
annotated: str = "a"
mark_safe(annotated)
(walrus := "a")
mark_safe(walrus)
formatted = "{}".format("a")
mark_safe(formatted)
formatted_bad = "{}".format(get())
mark_safe(formatted_bad)
percent = "%s" % "a"
mark_safe(percent)
concatenated = "a" + "b"
mark_safe(concatenated)
fstring = f"a"
mark_safe(fstring)
self_reference = self_reference
mark_safe(self_reference_not)
if x:
    branch = "a"
else:
    branch = "b"
mark_safe(branch)
if x:
    half = "a"
mark_safe(half)
if x:
    half_bad = "a"
elif y:
    half_bad = get()
mark_safe(half_bad)
for i in x:
    looped = "a"
else:
    looped = "b"
mark_safe(looped)
for target in x: pass
mark_safe(target)
while x:
    whiled = "a"
mark_safe(whiled)
try:
    tried = "a"
except ValueError:
    tried = "b"
except:
    tried = get()
else:
    tried = "c"
finally:
    tried = "d"
mark_safe(tried)
try:
    tried_good = "a"
except ValueError:
    tried_good = "b"
mark_safe(tried_good)
try:
    starred = get()
except* ValueError:
    starred = "b"
mark_safe(starred)
with x as opened:
    pass
mark_safe(opened)
with x as y, z:
    inside = "a"
mark_safe(inside)
with x:
    inside_one = "a"
mark_safe(inside_one)
with x as (t1, t2):
    pass
mark_safe(t1)
match x:
    case 1: matched = "a"
mark_safe(matched)
def function_scope():
    scoped = "a"
mark_safe(scoped)
class ClassScope:
    class_scoped = "a"
    mark_safe(class_scoped)
mark_safe(class_scoped)
several = "a"
several = get()
several = "b"
mark_safe(several)
several_good = get(); several_good = "b"
mark_safe(several_good)
starred_a, *starred_b = "a", "b"


def parameters(argument, other="x", *rest, only="y", **options):
    mark_safe(argument)
    mark_safe(other)
    mark_safe(rest)
    mark_safe(only)
    mark_safe(options)
    mark_safe("%s" % argument)
    mark_safe("%s" % other)
    mark_safe("{}".format(argument))
    local = argument
    mark_safe(local)
    local_good = "a"
    mark_safe(local_good)
    mark_safe("{} {}".format(local_good, "b"))
    mark_safe("%s %s" % (local_good, argument))
    mark_safe(good)
    argument = "a"
    mark_safe(argument)

    def nested():
        mark_safe(local_good)
        local_good_inner = local_good
        mark_safe(local_good_inner)
    lambda: mark_safe(local_good)
    [mark_safe(local_good) for _ in x]
    return mark_safe(local_good)


async def asynchronous(argument):
    local = "a"
    mark_safe(local)
    mark_safe(argument)


class Outer:
    attribute = "a"

    @property
    def method(self):
        value = "a"
        if self.x:
            value = "b"
            return mark_safe(value)
        if self.y: value = "c"
        return mark_safe(
            value
        )
