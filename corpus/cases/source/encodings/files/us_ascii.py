# coding: US-ASCII
password = "x"
