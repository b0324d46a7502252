# coding: cp1253
password = "ª"
