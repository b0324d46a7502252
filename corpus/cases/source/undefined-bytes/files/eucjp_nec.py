# coding: euc-jp
password = "��"
