x = f"/tmp/{a}"
x = f"""/tmp/{a}
/tmp/{b}
	/tmp/c{'/tmp/d'}
"""
x = (f"/tmp/{a}"
     f"/tmp/{b}")
