import os
import subprocess

run(shell=True)
run("x", shell=True)
run("x", shell=False)
run("x", shell=0)
run("x", shell=None)
run("x", shell="")
run("x", shell="yes")
run("x", shell=b"yes")
run("x", shell=[])
run("x", shell=[1])
run("x", shell={})
run("x", shell={1: 2})
run("x", shell=...)
run("x", shell=shell)
run("x", shell=make())
run("x", **{"shell": True})
self.run(shell=True)
get()(shell=True)
get[0](shell=True)
(lambda shell: 0)(shell=True)
"{shell}".format(shell=options.shell)
os.system("/bin/ls", shell=True)
subprocess.getoutput("/bin/ls", shell=True)
dict(
    a=1,
    shell=
    "bash",
)
class C(Base, shell=True): pass
run(shell=run(shell=True))
run(a=1, shell=True)(shell=True)
