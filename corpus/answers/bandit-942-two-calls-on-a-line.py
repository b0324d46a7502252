# issue: PyCQA/bandit#942, PyCQA/bandit#1041
# about: the suppressed call is not the only one on its line, which is no reason to call the comment vain
# bandit: none
# stockade: none

import hashlib
import os


def digest(buffer):
    os.popen("df -h " + buffer).read()  # nosec B605
    return hashlib.md5(buffer.read()).digest()  # nosec B324
