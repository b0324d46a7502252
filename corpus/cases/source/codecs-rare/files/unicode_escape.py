# coding: unicode_escape
password = "x\u00e9"
