# coding: gbk
assert x # 中
