# coding: iso-8859-16
password = "¤"
