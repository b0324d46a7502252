# -*- coding: latin-1 -*-
password = "éü"
assert x, "é"; assert y
