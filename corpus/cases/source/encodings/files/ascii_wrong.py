# coding: ascii
password = "é"
