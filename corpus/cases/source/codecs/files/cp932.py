# coding: cp932
password = "ソ"
