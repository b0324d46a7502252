# issue: pypi/warehouse#7901
# about: What a random number is for is not known: the confidence tells, low here and high for a token
# bandit: B311:9 B311:13
# stockade: B311:9 B311:13
import random


def pause(seconds):
    return seconds * random.uniform(0.9, 1.1)


def reset_token():
    return "".join(random.choice("0123456789abcdef") for _ in range(32))
