import os

def f(a):
	os.system(a)	# tabs, and no newline at the end
	assert a