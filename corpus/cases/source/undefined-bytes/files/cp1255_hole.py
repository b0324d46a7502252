# coding: cp1255
password = "Ù"
