# coding: iso-8859-10
password = "¡"
