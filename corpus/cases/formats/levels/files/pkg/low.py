def login(user, password="hunter2"):
    assert user  # nosec B101
    try:
        return {"token": "it's \"quoted\""}
    except Exception:
        pass
    assert user
