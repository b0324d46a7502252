# issue: astral-sh/ruff#15522
# about: A function that is handed on is called by somebody else
# bandit: B403:6
# stockade: B403:6 B307:9 B301:10 B323:13
import ssl
import pickle as store

lines = ["1 + 1"]
sums = list(map(eval, lines))
loaders = register_type("cart", decode=store.loads)


ssl._create_default_https_context = ssl._create_unverified_context
