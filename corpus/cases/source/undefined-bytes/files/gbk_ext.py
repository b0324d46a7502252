# coding: gbk
password = "ⅰ"
