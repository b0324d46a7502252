# issue: Jebel-Quant/rhiza#1520, cvxgrp/cvxmarkowitz#566
# about: words behind an id do not undo the id
# bandit: none
# stockade: none

import pickle  # nosec B403 the trust boundary is elsewhere


def load(file):
    return pickle.load(file)  # nosec B301 / noqa: S301: we have written it ourselves
