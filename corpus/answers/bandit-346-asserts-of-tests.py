# issue: PyCQA/bandit#346, PyCQA/bandit#457, PyCQA/bandit#603, astral-sh/ruff#23941
# about: In a test an assert is the point
# bandit: B101:11 B101:12
# stockade: none
# path: tests/test_add.py
def add(a, b):
    return a + b


def test_add():
    assert add(1, 2) == 3
    assert add(0, 0) == 0
