import yaml.loader

yaml.load("x")
