class C:
    [(x := y) for y in z]
