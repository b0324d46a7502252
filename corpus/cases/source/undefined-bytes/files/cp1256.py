# coding: cp1256
password = "پ"
