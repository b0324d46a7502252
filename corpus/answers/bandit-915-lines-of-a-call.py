# issue: PyCQA/bandit#915
# about: an f-string over lines that is part of a call: any line of the statement will do
# bandit: B608:8 B608:13
# stockade: none

def rows(cursor, table):
    cursor.execute(  # nosec B608
        f"""
        SELECT * FROM {table}
        """
    )
    cursor.execute(
        f"""
        SELECT * FROM {table}
        """,
        (1,),
    )  # nosec B608
