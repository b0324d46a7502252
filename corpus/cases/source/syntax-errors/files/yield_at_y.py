x = yield @ y
