assert a;
assert b; assert c;
