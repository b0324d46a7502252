x is 1
1 is x
'a' is 'b'
() is ()
