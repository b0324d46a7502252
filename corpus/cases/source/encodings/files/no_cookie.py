# coding latin-1
password = "x"
