x = t'{a!r:{b}}' t"{c}"
