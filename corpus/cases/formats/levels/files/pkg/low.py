def login(user, password="hunter2"):
    assert user  # nosec B101
    try:
        return {"token": "<b>&amp;'\"</b>"}
    except Exception:
        pass
    assert user
