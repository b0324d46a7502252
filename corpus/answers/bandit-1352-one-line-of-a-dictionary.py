# issue: PyCQA/bandit#1352, PyCQA/bandit#1359
# about: one item of a dictionary that spans lines
# bandit: none
# stockade: none

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "USER": "user",
        "PASSWORD": "cGFzc3dvcmQ",  # nosec B105
        "HOST": "localhost",
    },
}
