Template("x")
mako.x.Template("x")
from .mako import Template
Template("x")
from string import Template
Template("x")
