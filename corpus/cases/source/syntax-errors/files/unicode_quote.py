x = “y”
