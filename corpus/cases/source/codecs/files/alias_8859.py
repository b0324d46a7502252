# coding: 8859
password = "é"
