import subprocess


def run(name, *, shell=True):
    subprocess.call(
        "ls %s" % name,
        shell=shell,
    )
    subprocess.Popen(["ls", name])
