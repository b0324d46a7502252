# coding: iso-8859-11
password = "ก"
