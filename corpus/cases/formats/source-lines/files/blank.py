



assert x




