import re
re.compile('\d')
assert x
