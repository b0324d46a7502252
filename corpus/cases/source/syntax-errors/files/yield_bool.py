x = yield and y
