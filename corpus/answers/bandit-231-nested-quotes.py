# issue: PyCQA/bandit#231
# about: Files with f-strings of Python 3.12 are read whatever Python is installed
# bandit: B307:6
# stockade: B307:6
def total(order):
    return f"{eval(order["amount"])} {order["currency"]}"
