"SELECT * FROM x WHERE y = %s" % z
query = "SELECT * FROM x"
query = "SELECT * FROM x WHERE y = %s" % z
query = "SELECT * FROM x WHERE y = " + z
query = z + "SELECT * FROM x WHERE y"
query = "SELECT " + z + " FROM x"
query = "SELECT" + " * FROM x"
query = "SELECT " + z + ("FROM x " + y)
query = "SELECT * " + "FROM x " + "WHERE " + y
query = "SELECT * FROM x" + y + " WHERE" + z + " LIMIT"
query = ("SELECT * " + "FROM ") + (y + " x")
query = "SELECT * FROM " * 2
query = "SELECT * FROM " - y ** "FROM x "
query = "SELECT * FROM {}".format(y)
query = "SELECT * FROM {} ".format(y)
query = "SELECT * FROM x ".replace("x", y)
query = "SELECT * FROM x ".upper()
query = "SELECT * FROM x ".format
query = "SELECT * FROM x ".format.x(y)
query = f"SELECT * FROM {y}"
query = f"SELECT * FROM {y} "
query = f"SELECT {y} FROM x "
query = f"{y} SELECT * FROM x "
query = f"{y}" "SELECT * FROM x "
query = "SELECT * " f"FROM {y} "
query = f"SELECT * FROM x "
query = f"{y}{'SELECT * FROM x '}"
query = f"{'SELECT * FROM x ' + z}"
query = f"SELECT * FROM x {y:SELECT * FROM x }"
query = rf"SELECT * FROM {y} WHERE "
query = f"""
    SELECT *
    FROM {y}
    WHERE {z}
"""
query = """SELECT *
FROM x
WHERE y = '%s'""" % z
query = (
    "SELECT * "
    "FROM x "
    "WHERE y = '%s'" % z
)
query = (
    "SELECT * "
    + "FROM x "
    + "WHERE y = "
    + z
)
query = "select\t*\nfrom\tx " % z
query = "selecting * from x " % z
query = "xselect * from x " % z
query = "select*from x " % z
query = "select * fromx " % z
query = "select * from(x) " % z
query = "delete from x" % z
query = "delete  from\nx" % z
query = "delete fromx" % z
query = "delete where" % z
query = "insert into x values (%s)" % z
query = "insert into x values(%s)" % z
query = "insert into x values\n(%s)" % z
query = "insert into x values%s" % z
query = "insert into x select" % z
query = "insert x values (" % z
query = "update x set y = %s" % z
query = "update x\nset\ty" % z
query = "update set" % z
query = "update set " % z
query = "updated x reset y " % z
query = "İNSERT into x values (" % z
query = "ſelect * from x " % z
query = "SELECT\u00a0* FROM\u2003x" % z
query = "SELECT\x1c* FROM\x1fx" % z
query = b"SELECT * FROM x " % z
query = "SELECT %s FROM x " % ("SELECT a FROM b " % z)
query = "%s" % "SELECT * FROM x "
query = y % "SELECT * FROM x "
cursor.execute("SELECT * FROM x WHERE y = %s" % z)
cursor.execute("SELECT * FROM x WHERE y = " + z)
cursor.execute("SELECT * FROM x WHERE " + y + z)
cursor.execute("SELECT * FROM x WHERE {}".format(z))
cursor.execute("SELECT * FROM x ".replace("x", z))
cursor.execute(f"SELECT * FROM x WHERE {z}")
cursor.execute(f"{y} SELECT * FROM x WHERE {z}")
cursor.execute("SELECT * FROM x WHERE y = %s", z)
cursor.execute(query="SELECT * FROM x WHERE y = %s" % z)
cursor.execute(query=f"SELECT * FROM x WHERE {z}")
cursor.execute(("SELECT * FROM x WHERE y = %s" % z))
cursor.execute(("SELECT * FROM x WHERE y = %s" % z,))
cursor.execute(*["SELECT * FROM x WHERE y = %s" % z])
cursor.execute("SELECT * FROM x WHERE y = %s" % z if z else f"SELECT * FROM x {z}")
cursor.executemany("SELECT * FROM x WHERE y = %s" % z)
cursor.executescript("SELECT * FROM x WHERE y = %s" % z)
execute("SELECT * FROM x WHERE y = %s" % z)
get()("SELECT * FROM x WHERE y = %s" % z)
get()[0](f"SELECT * FROM x WHERE {z}")
cursor.execute(
    "SELECT * FROM x "
    "WHERE y = %s"
    % z
)
cursor.execute(
    f"SELECT * FROM x "
    f"WHERE y = {z}"
)
cursor.execute("SELECT * FROM x ".format(z).format(y))
cursor.execute("{}".format("SELECT * FROM x "))
("SELECT * FROM x " + execute)("y")
("SELECT * FROM x ").format(z).execute()
"SELECT * FROM x ".format(z)
"SELECT * FROM x " + z
f"SELECT * FROM x {z}"
"SELECT * FROM x "
assert "SELECT * FROM x " + z == "SELECT * FROM x " + y
d["SELECT * FROM x " + z] = {"SELECT * FROM x " + z: "SELECT * FROM x " + z}
t"SELECT * FROM x {z}"
query = t"SELECT * FROM x {z}"
x = f"SELECT" f" * FROM {a}" " WHERE " f"{b}"


def f(q="SELECT * FROM x " + z):
    """SELECT * FROM x """ + z
    return "SELECT * FROM x " + z
