import random
random.random()
requests.get("x")