# coding: utf-8
password = "ä¸"
