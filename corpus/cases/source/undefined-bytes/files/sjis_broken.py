# coding: shift_jis
password = "�"
