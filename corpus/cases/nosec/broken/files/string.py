x = 'abc # nosec B996
assert x # nosec B995
