f(none=1)
