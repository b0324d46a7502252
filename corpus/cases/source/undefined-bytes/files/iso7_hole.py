# coding: iso-8859-7
password = "®"
