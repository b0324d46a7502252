assert x
exec("x")
