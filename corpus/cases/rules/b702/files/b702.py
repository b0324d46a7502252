import mako.template
from mako.template import Template
from mako import template as t
import mako

Template("hern")
Template()
t.Template("x")
mako.template.Template("x")
mako.Template("x")
mako.lookup.TemplateLookup("x")
mako.template("x")
mako().Template("x")
my.mako.Template("x")
django.Template("x")
Template
Template("x").render(data="x")
Template(
    "x"
)
