import subprocess
assert x
if x:
	subprocess.run("ls",
		shell=True)
password = """a
b"""
