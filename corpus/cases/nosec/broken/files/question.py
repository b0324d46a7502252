assert x # nosec B989
?
# nosec B988
