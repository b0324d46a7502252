import subprocess

if x:
    subprocess.call(
        "ls",
        shell=True,
    )
