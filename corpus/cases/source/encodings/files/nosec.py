# -*- coding: utf-8 -*- # nosec
assert x # nosec é
assert y # é nosec
assert z # é # nosec
