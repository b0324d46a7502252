while True:
    try: work()
    except: continue

for x in y:
    try:
        work()
    except Exception:
        continue
    try:
        work()
    except Exception as error:
        continue
    try:
        work()
    except BaseException:
        continue
    try:
        work()
    except (Exception, ValueError):
        continue
    try:
        work()
    except module.Exception:
        continue
    try:
        work()
    except ValueError:
        continue
    try:
        work()
    except:
        continue; continue
    try:
        work()
    except:
        log()
        continue
    try:
        work()
    except:
        break
    try:
        work()
    except* Exception:
        raise
    try:
        work()
    except Exception:

        # between

        continue
    try:
        work()
    except:
        pass
    try: work()
    except f"Exception": continue
