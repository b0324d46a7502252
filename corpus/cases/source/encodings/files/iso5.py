# coding: iso-8859-5
password = "а"
