try: x
except: pass
try: x
except Exception: pass
try: x
except ValueError: pass
try: x
except (A, B): pass
try: x
except a.b: pass
for x in y:
    try: x
    except: continue
    try: x
    except Exception: continue
    try: x
    except ValueError: continue
    try: x
    except (A, B): continue
