# coding: 646
password = "x"
