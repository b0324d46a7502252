# coding: Latin_1-unix
password = "é"
