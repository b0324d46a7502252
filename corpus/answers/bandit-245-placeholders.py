# issue: PyCQA/bandit#245, astral-sh/ruff#2421
# about: Nothing, stars and what is to be filled in are no passwords
# bandit: B105:5 B105:6 B105:7 B106:8 B105:11 B107:14
# stockade: none
password = ""
shown_password = "********"
url_password = "${DB_PASSWORD}"
session = open_session(user="app", password="<password>")


config["password"] = "{{ db_password }}"


def connect(host, password=""):
    return open_session(host, password)
