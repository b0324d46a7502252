# -*- coding: latin-1 -*-
import random
name = "café"
value = random.random(), "café: ", eval(name)  # ü
