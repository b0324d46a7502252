# coding: iso-8859-8
password = "ÿ"
