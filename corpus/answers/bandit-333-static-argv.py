# issue: PyCQA/bandit#333, PyCQA/bandit#373, astral-sh/ruff#17112
# about: A command that is written in the program is nobody's input
# bandit: B404:5 B603:11 B603:12 B603:13 B603:17
# stockade: B404:5 B603:17
import subprocess

LISTING = ["/usr/bin/ls", "-l"]


def report():
    subprocess.run(["/usr/bin/uptime"], shell=False, check=True)
    subprocess.check_call("/usr/bin/true")
    return subprocess.check_output(LISTING)


def archive(folder):
    return subprocess.run(["/usr/bin/tar", "-cf", "/srv/a.tar", folder], check=True)
