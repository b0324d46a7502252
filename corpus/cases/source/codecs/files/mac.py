# coding: mac-roman
password = "é"
