# coding: koi8-t
password = "€"
