import os
from os import execv, spawnl as sp
from os import *

os.execl("/bin/ls", "x")
os.execle("/bin/ls", "x")
os.execlp("/bin/ls", "x")
os.execlpe("/bin/ls", "x")
os.execv("/bin/ls", "x")
os.execve("/bin/ls", "x")
os.execvp("/bin/ls", "x")
os.execvpe("/bin/ls", "x")
os.spawnl(os.P_WAIT, "/bin/ls")
os.spawnle(os.P_WAIT, "/bin/ls")
os.spawnlp(os.P_WAIT, "/bin/ls")
os.spawnlpe(os.P_WAIT, "/bin/ls")
os.spawnv(os.P_WAIT, "/bin/ls")
os.spawnve(os.P_WAIT, "/bin/ls")
os.spawnvp(os.P_WAIT, "/bin/ls")
os.spawnvpe(os.P_WAIT, "/bin/ls")
os.startfile("/bin/ls")
os.posix_spawn("/bin/ls", [], {})
os.execv()
os.execv(**x)
os.execv("ls", [])
execv("/bin/ls", [])
sp(0, "ls")
execl("/bin/ls")
os.fork()
os.execv(
    "/bin/ls",
    [],
)
