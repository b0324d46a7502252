import jinja2
from jinja2 import Environment, select_autoescape
from jinja2.environment import Environment as Env
import jinja2.sandbox as sandbox

Environment()
Environment(loader=x)
Environment(autoescape=False)
Environment(autoescape=True)
Environment(autoescape=None)
Environment(autoescape=0)
Environment(autoescape=1)
Environment(autoescape="False")
Environment(autoescape="")
Environment(autoescape=select_autoescape())
Environment(autoescape=select_autoescape)
Environment(autoescape=jinja2.select_autoescape(["html"]))
Environment(autoescape=a.b.select_autoescape())
Environment(autoescape=select_autoescape()())
Environment(autoescape=get()[0]())
Environment(autoescape=guess)
Environment(autoescape=False_)
Environment(autoescape=self.False_)
Environment(autoescape=self.value)
Environment(autoescape=not False)
Environment(autoescape=lambda name: False)
Environment(autoescape=[False])
Environment(autoescape=x.True_)
Environment(autoescape=...)
Environment(autoescape=f"{x}")
Environment(autoescape=True if x else False)
Environment(autoescape=(x := True))
Environment(autoescape=x[True])
Environment(autoescape=await_(True))
Environment(False)
Environment(*x)
Environment(**x)
Environment(**{"autoescape": True})
Environment(**{"autoescape": True}, autoescape=True)
Environment(loader=Loader(autoescape=True))
Environment(loader=Loader(autoescape=False))
Environment(loader=Loader(autoescape=False), autoescape=True)
Environment(Loader(autoescape=False), autoescape=True)
Environment(Loader(autoescape=True), autoescape=False)
Environment(loader=Loader(deeper(autoescape=True)), autoescape=False)
Environment(loader=lambda: f(autoescape=True))
Environment(loader=f"{f(autoescape=True)}", other=1)
Environment(loader=[g(autoescape=True) for g in h])
Environment(autoescape=f(autoescape=True))
Environment(autoescape=f(autoescape=False))
Environment(autoescape=False).overlay(autoescape=True)
Env()
jinja2.Environment()
jinja2.environment.Environment()
jinja2.nativetypes.NativeEnvironment()
sandbox.SandboxedEnvironment()
sandbox.Environment()
jinja2().Environment()
my.jinja2.Environment()
other.Environment()
Environment.from_string("x")
Environment
jinja2.Environment.x()
Environment(
    loader=x,
    autoescape=
    False,
)


class Sub(Environment): pass
class Sub(Environment, autoescape=False): pass
