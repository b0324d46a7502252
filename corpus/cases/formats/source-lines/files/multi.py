assert (
    x
    and y
    and z
)
x = 1
x = 2
x = 3
x = 4
