# coding: euc-jp
password = "丂"
