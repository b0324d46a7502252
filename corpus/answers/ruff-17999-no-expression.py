# issue: astral-sh/ruff#17999
# about: An f-string without an expression is a constant
# bandit: B608:6 B608:10
# stockade: none
def every(cursor):
    return cursor.execute(f"SELECT id FROM users WHERE active = 1")


def all_names(cursor):
    return cursor.execute("SELECT {} FROM users WHERE active = 1".format("name"))
