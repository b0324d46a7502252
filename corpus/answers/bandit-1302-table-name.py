# issue: PyCQA/bandit#1302, PyCQA/bandit#1308
# about: A constant table name beside bound parameters is no injection
# bandit: B608:9 B608:10 B608:14
# stockade: B608:14
TABLE = "app_users"


def find(cursor, name):
    cursor.execute(f"SELECT id FROM {TABLE} WHERE name = ?", (name,))
    cursor.execute("SELECT id FROM %s WHERE name = ?" % TABLE, (name,))


def find_unsafely(cursor, name):
    cursor.execute(f"SELECT id FROM {TABLE} WHERE name = '{name}'")
