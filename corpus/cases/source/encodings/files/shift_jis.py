# coding: shift_jis
password = "日本"
