# issue: astral-sh/ruff#27631
# about: A command given as `args=` is a command
# bandit: B404:5 B603:10
# stockade: B404:5 B602:9 B603:10 B607:10
import subprocess


def convert(upload):
    subprocess.run(args="convert " + upload, shell=True)
    subprocess.run(args=["convert", upload])
