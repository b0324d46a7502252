from . import yaml

yaml.load("x")
