import hashlib
import subprocess

subprocess.Popen(
    command,
    shell=True,
)
hashlib.md5(b"x")
hashlib.md5(b"x")
