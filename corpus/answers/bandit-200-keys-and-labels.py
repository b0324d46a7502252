# issue: PyCQA/bandit#200
# about: What names a field or speaks to a person is no password
# bandit: B105:6 B105:7 B105:10 B105:13 B105:15
# stockade: none
LABELS = {
    "password": "Enter your password",
    "token": "Access token",
}

PASSWORD_FIELD = "new_password1"


ERRORS = {"password": "The passwords do not match."}

PASSWORD_RESET_URL = "/accounts/password/reset"
