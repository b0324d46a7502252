pässword = "x"; password = "ä"; assert é, eval(ü)
