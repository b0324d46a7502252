from markupsafe import Markup, escape
from webhelpers.html import literal
import bleach
Markup(x)
literal(x)
literal("x")
literal(bleach.clean(x))
Markup(bleach.clean(x))
Markup(clean(x))
Markup(escape(x))
Markup(bleach.clean)
Markup(bleach.clean(x), y)
