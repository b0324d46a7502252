# coding: cp437
password = "‚"
