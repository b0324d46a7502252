exec (x) in y
