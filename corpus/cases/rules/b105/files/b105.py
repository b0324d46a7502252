password = "secret"
PASSWORD = "secret"
PassWord = "secret"
passwd = "secret"
pasword = "secret"
passswwword = "x"
paswor = "x"
passwrd = "x"
pass_ = "x"
passphrase = "x"
pwd = "x"
token = "x"
secret = "x"
secrete = "x"
secretes = "x"
secrets = "x"
tokens = "x"
my_token = "x"
my_token_here = "x"
token_here = "x"
tokenizer = "x"
mytoken = "x"
xpassword = "x"
user_pwd_x = "x"
_password_ = "x"
__pwd__ = "x"
paſſword = "the long s folds"
PASSPHRASE_K = "K"
password = ""
password = ''
password = None
password = 1
password = b"secret"
password = f"secret"
password = f"{secret}"
password = "one" "two"
password = "one" + "two"
password = ("in parentheses")
password = ["list"]
password = "tuple",
password, token = "a", "b"
password = token = "chained"
other = password = "second target"
password = other = "first target"
self.password = "attribute"
self.other = secret = "mixed"
get().token = "call attribute"
a[0].pwd = "subscript attribute"
password: str = "annotated"
password += "augmented"
(password := "walrus")
password = "quote's and \"both\" \n\t\\ é \u2028 {braces} %s"
password = "<b>&amp;</b>"

d["password"] = "subscript"
d["password"] = None
d["password"] = 5
d["password"] = b"bytes"
d["password"] = f"formatted"
d["password"] = other
d["password"] = d["token"] = "two subscripts"
d["password"]["pwd"] = "nested subscript"
x = d["password"] = "subscript second"
d["password"].value = "attribute of subscript"
d["password"]: str = "annotated subscript"
d["password"] += "augmented subscript"
d["password"], e = "tuple"
d["pass" "word"] = "implicit"
d[b"password"] = "bytes key"
d["no", "password"] = "tuple index"
d["password":] = "slice"
x = d["password"]
x = "value"["password"]

d = {"password": "value", "user": "me", "token": None, "secret": 1, "pwd": b"x", "passwd": 1.5, "pass": ...}
d = {"password": value, "token": "x" + "y", "pwd": f"x"}
d = {"password": ""}
d = {"password": True, "token": False, "secret": 2j, "pwd": 10**3, "passphrase": -1}
d = {"password": "a", "password": "b", "password": other}
d = {"value": "password"}
d = {**rest, "password": "after unpacking"}
d = {b"password": "bytes key"}
d = {f"password": "f key"}
d = {
    "user": "me",
    "password":
        "on the next line",
    "token": (
        "deep"
    ),
}
d = {"password": {"token": "nested"}}
d = {1: "x", "password": "y", "value" "s": "z"}
d = {k: "password" for k in d}
d = {"password": "comprehension" for k in d}
d = dict(password="keyword is another rule")

if password == "compared": pass
if "compared" == password: pass
if password != "not equal": pass
if password in "in": pass
if password is "is": pass
if password < "less" < "chained": pass
if password == other == "second": pass
if password == None: pass
if password == b"bytes": pass
if password == "": pass
if self.password == "attribute": pass
if get().token == "attribute of call": pass
if d["password"] == "subscript": pass
if len(password) == "call": pass
if "x" == "y" == password: pass
if password == ("a", "b"): pass
if password not in ("a", "b"): pass
if other == "password": pass
while password == "while": break
assert password == "assert"
x = [p for p in ps if p.password == "comprehension"]
lambda password: password == "lambda"
password == "statement"
