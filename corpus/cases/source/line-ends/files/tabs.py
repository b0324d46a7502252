if a:
	assert b
	if c:
		assert d
