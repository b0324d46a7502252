# issue: PyCQA/bandit#478
# about: a suppression can say why
# bandit: none
# stockade: none

exec(a)  # nosec B102 -- the text is our own
exec(b)  # nosec: B102: the text is our own
exec(c)  # nosec -- the text is our own
