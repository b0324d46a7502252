# coding: shift_jis
password = "a\\~"
