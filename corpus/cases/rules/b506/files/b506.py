yaml.load("x")

import yaml
from yaml import load, SafeLoader, CSafeLoader as CSL
import yaml as y

yaml.load("x")
yaml.load("x", Loader=yaml.SafeLoader)
yaml.load("x", Loader=yaml.CSafeLoader)
yaml.load("x", Loader=SafeLoader)
yaml.load("x", Loader=CSL)
yaml.load("x", Loader="SafeLoader")
yaml.load("x", Loader=yaml.Loader)
yaml.load("x", Loader=yaml.FullLoader)
yaml.load("x", Loader=yaml.BaseLoader)
yaml.load("x", Loader=None)
yaml.load("x", Loader=get_loader())
yaml.load("x", yaml.SafeLoader)
yaml.load("x", yaml.CSafeLoader)
yaml.load("x", SafeLoader)
yaml.load("x", CSL)
yaml.load("x", yaml.UnsafeLoader)
yaml.load("x", get_loader())
yaml.load("x", "SafeLoader")
yaml.load("x", None)
yaml.load(yaml.SafeLoader)
yaml.load(stream="x")
yaml.load()
yaml.load(*arguments)
yaml.load("x", *[SafeLoader])
yaml.load(**options)
yaml.load(**{"Loader": SafeLoader})
yaml.load("x", Loader=x.y.SafeLoader)
yaml.load("x", Loader=(SafeLoader))
yaml.load("x", Loader=SafeLoader if c else y)
yaml.safe_load("x")
yaml.load_all("x")
yaml.unsafe_load("x")
load("x")
y.load("x")
json.load("x")
ruamel.yaml.load("x")
yaml.sub.load("x")
self.yaml.load("x")
yaml().load("x")
yaml.load.x("x")
yaml.load
yaml.load(
    "x",
    Loader=yaml
    .Loader,
)
