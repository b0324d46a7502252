x = "    "
assert b, ""
#  
assert c


