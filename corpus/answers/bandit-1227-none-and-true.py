# issue: PyCQA/bandit#1227, PyCQA/bandit#1216
# about: None, True and numbers are no passwords, in dictionaries neither
# bandit: B105:9 B105:9
# stockade: none
def login(user, password=None, remember_token=True):
    return user, password, remember_token


DEFAULTS = {"password": None, "token": True, "retries": 3}
