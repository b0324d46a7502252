# coding: mbcs
password = "x"
