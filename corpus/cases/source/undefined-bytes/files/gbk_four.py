# coding: gbk
password = ""
