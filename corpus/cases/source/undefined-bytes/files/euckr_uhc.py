# coding: euc-kr
password = "갂"
