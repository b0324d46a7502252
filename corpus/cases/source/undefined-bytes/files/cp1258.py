# coding: cp1258
password = "̉"
