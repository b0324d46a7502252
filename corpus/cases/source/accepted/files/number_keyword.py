x = 1if y else z
