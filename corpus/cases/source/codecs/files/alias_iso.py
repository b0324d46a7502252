# coding: ISO_8859-1:1987
password = "é"
