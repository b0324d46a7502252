assert x
password = "x"
