try:
    x
except: y
except A: z
