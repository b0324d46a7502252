from django.db import models
models.RawSQL(x)
