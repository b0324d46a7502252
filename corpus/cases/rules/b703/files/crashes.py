from django.utils.safestring import mark_safe

a.b, c = "x", "y"
mark_safe(c)


def tuples():
    a, (b, c) = "x", ("y", "z")
    mark_safe(c)


def shorter():
    a, b, c = "x", "y"
    mark_safe(c)


def recursive():
    a = b
    b = a
    mark_safe(a)


def itself():
    a = "x"
    a = a
    mark_safe(a)


def recursive_format():
    a = "{}".format(a)
    mark_safe(a)


def starred():
    a, *b = "x", "y"
    mark_safe(b)


def percent():
    a = "%s" % a
    mark_safe("%s" % a)
    mark_safe("{}".format("%s" % "a"))


def forward():
    mark_safe(later)
    later = "x"


def loop():
    for x in y:
        a = "x"
        mark_safe(a)
        a = "y"


def nested_bodies():
    with a:
        with b as c:
            d = "x"
        d = "y"
    mark_safe(d)
    mark_safe(c)


def many_names():
    a = "1"
    b = a
    c = b
    d = c
    mark_safe(d)
    x = [a, b]
    mark_safe(x)
    y = (a, b)
    mark_safe(y)


def both():
    try:
        a = "x"
        b = a
    except Exception:
        a = "y"
        b = c
    mark_safe(a)
    mark_safe(b)
