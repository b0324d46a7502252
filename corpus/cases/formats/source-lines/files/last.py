x = 1




assert y