# issue: PyCQA/bandit#455
# about: Who imports what starts nothing needs no remark
# bandit: B404:5
# stockade: none
from subprocess import CalledProcessError, TimeoutExpired

FAILURES = (CalledProcessError, TimeoutExpired)
