from ruamel import yaml

yaml.load("x")
import yaml
yaml.load("x")
