if x: assert a; assert b
else: assert c