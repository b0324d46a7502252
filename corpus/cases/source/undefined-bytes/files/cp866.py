# coding: cp866
password = "А"
