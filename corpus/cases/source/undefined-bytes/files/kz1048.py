# coding: kz1048
password = "€"
