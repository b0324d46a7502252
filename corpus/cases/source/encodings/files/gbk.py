# coding: gbk
password = "中"
