# coding: cp1257
password = ""
