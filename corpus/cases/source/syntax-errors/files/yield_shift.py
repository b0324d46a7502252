x = yield >> y
