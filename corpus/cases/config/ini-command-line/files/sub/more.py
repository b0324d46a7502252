assert z
