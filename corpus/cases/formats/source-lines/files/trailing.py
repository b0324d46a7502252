   
assert x   
   
