# coding: undefined
password = "x"
