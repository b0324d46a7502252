import ruamel.yaml as yaml

import yaml as other, yaml
yaml.load("x")
