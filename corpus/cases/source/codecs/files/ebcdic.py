# coding: cp037
password = "x"
