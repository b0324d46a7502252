x = t"/tmp/{a}"
x = t"{a}/tmp/b{'/tmp/c'}"
x = t"/tmp/{a!r:/tmp/{'/tmp/b'}}"
x = t"{'/tmp/a'=}/tmp"
x = t"/tmp" t"/tmp/{a}"
x = rt"/tmp/\{a}"
x = t"""/tmp/{a}
/tmp/{b}"""
x = t"{f'/tmp/{a}'}" t"{t'/tmp/{a}'}"
x = t"0.0.0.0"
x = t"{a:0.0.0.0}0.0.0.0"
t"/tmp/{a}"
password = t"x"
cursor.execute(t"SELECT * FROM {a} ")
eval(t"{eval(x)}")
x = t""
