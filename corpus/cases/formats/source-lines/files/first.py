assert x



