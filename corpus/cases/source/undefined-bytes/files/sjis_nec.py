# coding: shift_jis
password = "①"
