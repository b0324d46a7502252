# coding: gbk
password = "�"
