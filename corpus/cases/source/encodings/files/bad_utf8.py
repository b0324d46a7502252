password = "é"
