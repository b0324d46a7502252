# coding: latin-1
password = "€…Ÿ"
