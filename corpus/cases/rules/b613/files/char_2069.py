# A comment
x = "é ⁩ y"
assert x
