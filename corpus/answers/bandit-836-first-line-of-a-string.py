# issue: PyCQA/bandit#836
# about: the line where a triple-quoted string begins holds no comment, but the line where it ends can
# bandit: B101:8 B506:8
# stockade: B101:8 B506:8

import yaml

assert yaml.load("""{ # nosec
}""") == {}

assert yaml.load("""{
}""") == {}  # nosec
