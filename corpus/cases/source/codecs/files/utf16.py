# coding: utf-16
password = "x"
