import yaml

yaml.load(open("x"))
DATA = {
    "first": 1,
    "second": 2,
    "third": 3,
    "password": "deep inside",
}
