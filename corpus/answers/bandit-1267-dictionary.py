# issue: PyCQA/bandit#1267
# about: A password under a key of a dictionary is one
# bandit: B105:8
# stockade: B105:8
def settings():
    return {
        "user": "reports",
        "db_password": "w8-for-it",
        "port": 5432,
    }
