# coding: iso-8859-3
password = "¥"
