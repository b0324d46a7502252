import my.django.db.models_extra
RawSQL(x)
