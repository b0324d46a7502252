# coding: big5
password = "⑴"
