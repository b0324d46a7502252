lambda a=lambda: 1, *, b=2: 3
