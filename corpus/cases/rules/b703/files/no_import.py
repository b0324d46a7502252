from django import utils
mark_safe(x)
utils.safestring.mark_safe(x)
