eval(x)
self.eval(x)
eval.more(x)
eval
map(eval, xs)
(eval)(x)
eval(x)(y)
eval(x)[0].attribute
eval(*x, **y)
eval(eval(x), key=eval(y))
eval(
    x,
    y=1,
)
importlib.import_module("eval")
__import__("eval")
importlib.import_module(eval)
ast.literal_eval(x)
evaluate(x)
self.eval(x)
builtins.eval(x)
@eval
def decorated():
    return eval(x) if eval(y) else [eval(z) for z in eval(w)]


@eval(x)
async def awaited(default=eval(x)):
    await eval(x)


class Sub(eval): pass
class Called(eval(x)): pass

from builtins import eval as renamed

renamed(x)
import eval as module

module(x)
module.x(y)

from somewhere import eval

eval(x)
