# issue: eugenelim/agent-ready-repo#967, eugenelim/agent-ready-repo#977
# about: an id that is none suppresses nothing, and ids need no blank between them
# bandit: B102:9
# stockade: B102:6 B102:7 B102:8

exec(a)  # nosec B999
exec(b)  # nosec S102 the text is our own
exec(c)  # noseclike
assert exec(d)  # nosec B102,B101
