def old(a, (b, c)):
    pass
