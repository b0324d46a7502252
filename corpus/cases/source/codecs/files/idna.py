# coding: idna
password = "x"
