from yaml import load

load("x")
