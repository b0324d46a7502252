# issue: PyCQA/bandit#623
# about: a statement continued with backslashes, and the comment behind its last line
# bandit: none
# stockade: none

assert 10 < 20, "a message" \
    "that goes on" \
    "and on"  # nosec

assert 10 < 20, \
    f"a message"  # nosec B101
