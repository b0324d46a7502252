# issue: astral-sh/ruff#27322
# about: A `shell` that depends is not called `shell=True`, and less sure
# bandit: B404:5 B602:9
# stockade: B404:5 B602:9
import subprocess


def run(command):
    return subprocess.Popen(command, shell=isinstance(command, str))
