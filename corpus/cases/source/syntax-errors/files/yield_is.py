x = yield is y
