# issue: PyCQA/bandit#605, PyCQA/bandit#639
# about: Strings are strings whatever the syntax tree of Python's version calls them
# bandit: B105:6 B106:9 B107:12
# stockade: B105:6 B106:9 B107:12

smtp_password = "b7-Tukan-91"


session = open_session("smtp.internal", password="b7-Tukan-91")


def send(message, password="b7-Tukan-91"):
    session.send(message, password)
