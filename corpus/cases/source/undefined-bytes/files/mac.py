# coding: mac-cyrillic
password = "€"
