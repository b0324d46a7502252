# coding: cp1251
password = "А"
