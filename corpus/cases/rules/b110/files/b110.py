try: work()
except: pass

try:
    work()
except Exception:
    pass

try:
    work()
except Exception as error:
    pass
except:
    pass

try:
    work()
except BaseException:
    pass

try:
    work()
except (Exception, ValueError):
    pass

try:
    work()
except (Exception):
    pass

try:
    work()
except builtins.Exception:
    pass

try:
    work()
except ValueError:
    pass
else:
    pass
finally:
    pass

try:
    work()
except:
    pass; pass

try:
    work()
except:
    "docstring"

try:
    work()
except:
    ...

try:
    work()
except Exception:
    # a comment
    pass
    # another

try:
    work()
except Exception:
    if x: pass

try:
    work()
except* Exception:
    pass

try:
    work()
except* ValueError:
    pass

try:
    work()
except exceptions():
    pass

try:
    work()
except Exception if x else ValueError:
    pass

try:
    work()
except \
    Exception \
        as error: pass


async def f():
    for x in y:
        try:
            await x
        except Exception:
            pass
        try:
            try: a()
            except: pass
        except: pass


from errors import Anything as Exception

try:
    work()
except Exception:
    pass
