# issue: xr843/fojin#543, ossf/cve-bin-tool#3885
# about: A list of placeholders and a number hold no SQL
# bandit: B608:7 B608:8 B608:9 B608:10 B608:11
# stockade: none
def fetch(cursor, ids, limit):
    marks = ",".join("?" * len(ids))
    cursor.execute(f"SELECT * FROM texts WHERE id IN ({marks})", ids)
    cursor.execute("SELECT * FROM texts WHERE id IN (%s) " % ", ".join("?" for _ in ids), ids)
    cursor.execute("SELECT * FROM texts WHERE id IN ({}) ".format(",".join(["?"] * len(ids))), ids)
    cursor.execute("SELECT * FROM texts ORDER BY id LIMIT " + str(int(limit)))
    cursor.execute("SELECT * FROM texts WHERE page = %d" % limit)
