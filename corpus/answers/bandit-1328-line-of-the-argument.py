# issue: PyCQA/bandit#1328
# about: a comment at the argument counts, whichever line is reported
# bandit: none
# stockade: none

def request(connect, name):
    return connect(
        name,
        user=name,
        password="cGFzc3dvcmQ",  # nosec B106
        scope=name,
    )
