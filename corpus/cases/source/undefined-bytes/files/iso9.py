# coding: iso-8859-9
password = "ı"
