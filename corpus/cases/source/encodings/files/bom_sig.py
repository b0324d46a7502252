# coding: utf-8-sig
assert x
