# coding: big5hkscs
password = "Ê̄"
