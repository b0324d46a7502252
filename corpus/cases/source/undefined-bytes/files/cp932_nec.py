# coding: cp932
password = "①"
