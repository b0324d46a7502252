type = 1
type.x = 2
type[1]
