password = '\ud800'
