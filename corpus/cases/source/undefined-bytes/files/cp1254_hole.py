# coding: cp1254
password = ""
