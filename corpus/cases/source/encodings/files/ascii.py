# coding: ascii
password = "x"
