import flask
from markupsafe import Markup, escape
from flask import Markup as M
import markupsafe as ms

Markup("literal")
Markup(b"literal")
Markup(1)
Markup(None)
Markup("a" "b")
Markup()
Markup(object="x")
Markup(object=x)
Markup(x)
Markup(f"x")
Markup("a" + b)
Markup("%s" % x)
Markup("%s") % x
Markup(["x"])
Markup(escape(x))
Markup(*x)
Markup(**x)
Markup("a", x)
M(x)
ms.Markup(x)
flask.Markup(x)
flask.x.Markup(x)
markupsafe.Markup(x)
other.Markup(x)
Markup.escape(x)
Markup(Markup(x))
Markup(
    x,
    encoding="utf-8",
)
