# coding: iso-8859-6
password = "¡"
