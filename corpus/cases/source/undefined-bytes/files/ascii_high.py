# coding: ascii
password = "€"
