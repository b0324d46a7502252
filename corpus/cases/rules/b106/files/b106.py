login(password="secret")
login(user="me", password="secret")
login(password="one", token="two")
login(password=secret, token="two")
login(password="")
login(password=None)
login(password=b"bytes")
login(password=1)
login(password=f"formatted")
login(password="one" "two")
login(password="one" + "two")
login(password=("parentheses"))
login(PassWord="case")
login(tokenizer="no")
login(token_type="yes")
login("positional password")
login(**{"password": "double star"})
login(**"password")
login(user="me", **"a string, and the rule fails")
login(password="found before it fails", **"a string")
login(**kwargs, password="after")
self.login(password="method")
get()(password="call of call")
a[0](password="call of item")
(lambda **k: k)(password="call of lambda")
"".format(password="x")
login(
    user="me",
    password=
    "value on its own line",
)
login(
    user=inner(pwd="inner"),
    token="outer",
)
login(password='''over
lines''')
login(password="it's", token='"')


class Model(Base, password="class keyword"):
    field = Field(secret="in class")


@route(token="decorator")
async def view(x=login(pwd="default")):
    await login(secret="awaited")
