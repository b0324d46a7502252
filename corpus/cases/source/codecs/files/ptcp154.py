# coding: ptcp154
password = "€"
