# issue: PyCQA/bandit#916, PyCQA/bandit#599, astral-sh/ruff#12044, astral-sh/ruff#15653, astral-sh/ruff#20628
# about: A statement over many lines is one, however it is put together
# bandit: B608:7 B608:14
# stockade: B608:7 B608:14 B608:19 B608:22
def find(cursor, name, city):
    cursor.execute(
        f"""
        SELECT id, mail
        FROM users
        WHERE name = '{name}'
        """
    )
    cursor.execute(
        "SELECT id "
        "FROM users "
        f"WHERE name = '{name}' "
        "ORDER BY id"
    )
    cursor.execute(" ".join(["SELECT id FROM users", "WHERE name =", name]))
    query = "SELECT id FROM users WHERE name = ?"
    if city:
        query += f" AND city = '{city}'"
    return cursor.execute(query, (name,))
