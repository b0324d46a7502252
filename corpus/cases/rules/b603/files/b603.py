import subprocess
from subprocess import Popen as P

subprocess.Popen("/bin/ls")
subprocess.call(["/bin/ls", "-l"])
subprocess.check_call(("/bin/ls", "-l"))
subprocess.check_output("/bin/ls")
subprocess.run("/bin/ls")
subprocess.run()
subprocess.run(*x)
subprocess.run(**x)
subprocess.run(**{"shell": True})
subprocess.run("/bin/ls", shell=False)
subprocess.run("/bin/ls", shell="")
subprocess.run("/bin/ls",
    check=True,
    shell
    =
    False)
P("/bin/ls")
subprocess.Popen
subprocess.list2cmdline(["x"])
subprocess.Popen.communicate("x")
subprocess.DEVNULL
with subprocess.Popen(["/bin/ls"]) as p, subprocess.Popen(
    ["/bin/ls"]
) as q: pass
asyncio.subprocess.run("/bin/ls")
asyncio.create_subprocess_exec("/bin/ls")
def f(x=subprocess.run(["/bin/a"])): return subprocess.run(["/bin/b"])
class C(subprocess.Popen): pass
