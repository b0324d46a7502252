assert (x, 'y')
