x = yield < y
