# coding: big5
password = "中"
