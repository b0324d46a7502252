# issue: PyCQA/bandit#1092
# about: an id that suppresses several findings on its line
# bandit: none
# stockade: none

def defaults():
    return {"tmp_dirs": ["/tmp", "/var/tmp", "/dev/shm"]}  # nosec: B108
