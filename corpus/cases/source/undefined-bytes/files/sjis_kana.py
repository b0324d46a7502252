# coding: shift_jis
password = "ｱ"
