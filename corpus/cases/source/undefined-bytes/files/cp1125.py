# coding: cp1125
password = "€"
