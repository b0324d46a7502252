# coding:
password = "x"
