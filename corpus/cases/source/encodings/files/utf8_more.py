# coding: utf_8_more
password = "x"
