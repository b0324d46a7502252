# coding: latin-1
password = "é"
