match x:
    case {'a': 1, 'a': 2}: pass
    case C(a=1, a=2): pass
    case [a, a]: pass
