# issue: PyCQA/bandit#455, PyCQA/bandit#280
# about: The import is a low remark; calls that take nothing from outside are none beside it
# bandit: B404:5 B603:9 B603:13
# stockade: B404:5
import subprocess


def version():
    return subprocess.check_output(["/usr/bin/git", "--version"])


def branches():
    return subprocess.check_output(["/usr/bin/git", "branch"])
