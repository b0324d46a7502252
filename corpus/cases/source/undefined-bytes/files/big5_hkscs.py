# coding: big5
password = "�b"
