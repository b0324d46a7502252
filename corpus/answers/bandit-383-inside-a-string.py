# issue: PyCQA/bandit#383
# about: what reads like a suppression inside a string is none
# bandit: B102:6 B102:7
# stockade: B102:6 B102:7

exec("# nosec")
exec(f("#nosec"), "# nosec B102")
