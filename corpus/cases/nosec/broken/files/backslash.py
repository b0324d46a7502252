x = \ 1 # nosec B972
y = 1 # nosec B971
