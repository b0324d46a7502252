x = yield if y else z
