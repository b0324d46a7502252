# coding: cp949
password = "갂"
