# coding: nonsense
password = "x"
