match = type = case = _ = eval(x)
match(eval(x))
type(eval(x))
match[eval(x)]
match, case = eval(x), 1
type = eval(x)
type X = eval(y)
match -eval(x):
    case -1: pass
    case 1 + 2j: pass
    case None | True | False: pass
    case "/tmp/a" "/tmp/b": pass
    case b"x" | f.x: pass
print(match, type, case)
