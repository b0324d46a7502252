lambda (a): a
