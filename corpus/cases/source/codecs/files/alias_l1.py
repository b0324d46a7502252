# coding: l1
password = "é"
