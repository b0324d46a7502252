assert (x
