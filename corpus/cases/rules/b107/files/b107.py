def f(password="secret"): pass
def f(user, password="secret"): pass
def f(user="me", password="secret", token="second"): pass
def f(password, token="x"): pass
def f(password=None): pass
def f(password=""): pass
def f(password=b"x"): pass
def f(password=1, token="t"): pass
def f(password=other, token="t"): pass
def f(password=None, token="t"): pass
def f(password=f"x"): pass
def f(password="a" "b"): pass
def f(password="a" + "b"): pass
def f(*, password="keyword only"): pass
def f(*args, password="keyword only", **kwargs): pass
def f(password="x", /): pass
def f(user, password="x", /): pass
def f(a="x", /, password="y"): pass
def f(a, b="x", /, password="y", token="z"): pass
def f(a="1", b="2", c="3", /, password="4"): pass
def f(a="1", password="2", /, c="3", d="4"): pass
def f(a, /, b, password="y"): pass
def f(token: str = "annotated") -> str: pass
def f(tokenizer="no"): pass
def f(
    user="me",
    password="over lines",
):
    """Docstring."""
    def inner(pwd="inner"): pass


async def g(password="async is not looked at"): pass
lambda password="lambda is not looked at": password


class C:
    def method(self, secret="in class"): pass

    @staticmethod
    def static(secret_key="underscore"): pass

    @property
    @decorate(
        1
    )
    def decorated(self, token="decorated"):
        return token


def generic[T](password: T = "generic"): pass
def one_line(pwd="x"): return pwd; assert pwd
