# issue: PyCQA/isort#2379
# about: a reason that is not marked as one, with ` -- `, makes no blanket
# bandit: none
# stockade: B404:6

import subprocess  # nosec - needed for the hook
