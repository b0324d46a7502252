# issue: PyCQA/bandit#136
# about: a comment on the line of the argument, not on the first of the call
# bandit: none
# stockade: none

import requests

requests.post(
    "https://localhost/token",
    timeout=5,
    verify=False)  # nosec
