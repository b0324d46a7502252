raise E, 'x'
