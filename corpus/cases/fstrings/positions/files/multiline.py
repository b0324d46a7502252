x = f"""/tmp/{a}
/tmp/{b}
/tmp/c
"""
x = f"""
/tmp/a {b}
"""
x = f"""{a}
{b}/tmp/c
{'/tmp/d'
 '/tmp/e'}
{
    '/tmp/f'
}/tmp/g
"""
x = f'''/tmp/{
a
}/tmp/{
    b!r
}'''
x = f"/tmp/{
    a
}/tmp/{
    '/tmp/b'  # comment
    # another
}"
x = f"{
    a:/tmp/b}"
x = f"""{a:
/tmp/b}"""
x = f"""{a:/tmp/{
    b}
}"""
x = (f"/tmp/{a}"
     f"/tmp/{b}"
     "/tmp/c")
x = (
    "a"
    f"/tmp/{b}"
)
x = (
    f"{a}"
    "/tmp/b"
    "/tmp/c"
    f"/tmp/{d}"
    f"{e}"
)
x = f"/tmp/\
{a}\
/tmp"
x = f"{a}\
/tmp"
x = "/tmp/a" \
    f"/tmp/{b}"
x = f"""
    SELECT *
    FROM {a}
    WHERE b = {c}
"""
x = (f"SELECT * "
     f"FROM {a} "
     f"WHERE {b}")
x = ("SELECT * "
     "FROM "
     f"{a} "
     f"WHERE {b}")
x = f"{'SELECT * FROM x ' + y}" f"""
SELECT * FROM {z}
"""
cursor.execute(f"""
    SELECT *
    FROM {a} """)
cursor.execute(
    f"SELECT * FROM {a} "
)
print(f"""{
    f'''{
        eval(x)
    }/tmp'''
}""", f"/tmp/{a}")
