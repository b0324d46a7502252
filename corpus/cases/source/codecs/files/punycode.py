# coding: punycode
password = "x"
