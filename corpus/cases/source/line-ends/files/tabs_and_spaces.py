if a:
	assert b
        assert c
