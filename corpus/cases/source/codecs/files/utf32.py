# coding: utf-32
password = "x"
