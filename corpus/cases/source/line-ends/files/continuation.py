assert a \
  , b
assert \
\
 c
