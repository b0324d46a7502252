"""Nothing to report here."""

VALUE = 1  # a comment
