# coding: euc-jp
password = "ｱ"
