x = ur'y'
