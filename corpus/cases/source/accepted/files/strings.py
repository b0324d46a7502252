x = 'a' "b" '''c''' r'\d'
y = b'x' rb'\x' Rb'y' bR'z'
