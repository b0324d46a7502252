# coding: tis-620
password = "€"
