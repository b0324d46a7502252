# coding: palmos
password = "€"
