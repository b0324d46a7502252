# coding: cp874
password = ""
