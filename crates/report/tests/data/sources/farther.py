




D = {
    "a":
        1,
    "password":
        "deep"}
