while 1:
    try: x
    finally: break
