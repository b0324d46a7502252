password = "<script>alert('&amp;')</script>"
password = "\x1b[2Jgone \x00\x07\x08 \x0b\x0c\x7f \r over \r\n"
