# coding: utf-8
password = "é"
