x = $ # nosec B959y # nosec B958
