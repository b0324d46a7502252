# coding: UTF8
password = "é"
