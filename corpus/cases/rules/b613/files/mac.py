# coding: mac-roman
x = "é"
