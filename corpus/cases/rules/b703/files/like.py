import django.utils.safestring_extras
mark_safe(x)
SafeText(x)
