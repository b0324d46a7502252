# issue: astral-sh/ruff#24084
# about: The interpreter that runs the program is no input
# bandit: B404:5 B603:10 B603:11
# stockade: B404:5 B603:11
import subprocess
import sys


def install(requirements):
    subprocess.check_call([sys.executable, "-m", "pip", "--version"])
    subprocess.check_call([sys.executable, "-m", "pip", "install", requirements])
