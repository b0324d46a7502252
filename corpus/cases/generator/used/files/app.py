import subprocess
import hashlib


def run(command, password="secret"):
    assert command
    subprocess.call(command, shell=True)
    return hashlib.md5(command).hexdigest()


try:
    run("ls")
except Exception:
    pass
path = "/tmp/x"
exec("print(1)")
