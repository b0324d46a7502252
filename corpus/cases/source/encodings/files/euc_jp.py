# coding: euc-jp
password = "日"
