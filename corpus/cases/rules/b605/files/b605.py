import os, popen2, commands, subprocess
from os import system, popen as po
from subprocess import getoutput, getstatusoutput as gso

os.system("/bin/ls")
os.system("/bin/ls %s" % x)
os.system(f"/bin/ls")
os.system(f"/bin/ls {x}")
os.system("/bin/ls" + x)
os.system(command)
os.system(["/bin/ls"])
os.system(b"/bin/ls")
os.system(None)
os.system()
os.system(command="/bin/ls")
os.system(*arguments)
os.system(**options)
os.system("ls")
os.popen("/bin/ls")
os.popen2("/bin/ls")
os.popen3("/bin/ls")
os.popen4("/bin/ls")
popen2.popen2("/bin/ls")
popen2.popen3("/bin/ls")
popen2.popen4("/bin/ls")
popen2.Popen3("/bin/ls")
popen2.Popen4("/bin/ls")
commands.getoutput("/bin/ls")
commands.getstatusoutput("/bin/ls")
subprocess.getoutput("/bin/ls")
subprocess.getstatusoutput("/bin/ls")
system("/bin/ls")
po("/bin/ls")
getoutput("/bin/ls")
gso(x)
self.os.system("/bin/ls")
os().system("/bin/ls")
os.system
os.system.x("/bin/ls")
os.system(
    "/bin/ls"
    " -l"
)
os.system(os.popen("/bin/x").read())
