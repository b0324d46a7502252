if x:
	y # nosec B961
        z # nosec B960
