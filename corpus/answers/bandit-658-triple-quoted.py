# issue: PyCQA/bandit#658, PyCQA/bandit#880
# about: behind the end of a triple-quoted f-string
# bandit: none
# stockade: none

def rows(table):
    query = f"""
        SELECT *
        FROM {table}
        WHERE id = 1
    """  # nosec
    return query
