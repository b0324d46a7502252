import os, popen2, subprocess

os.system("/bin/tar xvzf *")
os.system("/bin/chown *")
os.system("/bin/chmod *")
os.system("/bin/rsync *")
os.system("/bin/ls *")
os.system("/bin/tar x")
os.system("star *")
os.system("* target")
os.system(["/bin/tar", "*"])
os.system(["/bin/tar", 1, None, True, name, self.attr, b"*", call()])
os.system(["/bin/tar", ["*"]])
os.system([])
os.system(("/bin/tar", "*"))
os.system({"/bin/tar": "*"})
os.system(b"/bin/tar *")
os.system(f"/bin/tar *")
os.system("/bin/tar %s *" % x)
os.system("/bin/tar" "*")
os.system(tar)
os.system(self.tar)
os.system()
os.system(command="/bin/tar *")
os.system(*"/bin/tar *")
os.popen("/bin/tar *")
os.popen2("/bin/tar *")
popen2.popen3("/bin/tar *")
subprocess.getoutput("/bin/tar *")
subprocess.Popen("/bin/tar *")
subprocess.Popen("/bin/tar *", shell=True)
subprocess.Popen("/bin/tar *", shell="True")
subprocess.Popen("/bin/tar *", shell=1)
subprocess.Popen("/bin/tar *", shell=x)
subprocess.Popen(["/bin/tar", "*"], shell=True)
subprocess.Popen(shell=True)
subprocess.Popen(args="/bin/tar *", shell=True)
subprocess.Popen(**x, shell=True)
os.execv("/bin/tar *", [])
os.system("/bin/tar\n*")
subprocess.run(
    "/bin/tar *",
    shell=
    True,
)
os.system(
    "/bin/tar *",
    shell=
    1,
)
