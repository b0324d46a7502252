assert a
    