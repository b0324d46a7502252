# coding=latin-1 password
password = "é"
