# coding: cp1252
password = ""
