# coding: charmap
password = "é"
