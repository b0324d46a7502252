# issue: PyCQA/bandit#1204, PyCQA/bandit#1313
# about: an f-string in parts, and the comment on the line of one of them
# bandit: none
# stockade: none

def query(table):
    return (f"SELECT * "
            f"FROM {table} "  # nosec B608
            f"WHERE id = 1")
