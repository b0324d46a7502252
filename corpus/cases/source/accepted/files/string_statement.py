'a'
'b' 'c'
b'd'
