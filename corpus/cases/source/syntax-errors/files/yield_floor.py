x = yield // y
