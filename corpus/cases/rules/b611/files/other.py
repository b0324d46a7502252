import django.db
RawSQL(x)
