# issue: PyCQA/bandit#984, astral-sh/ruff#8717, astral-sh/ruff#13103
# about: Words of SQL in a sentence are no statement
# bandit: B608:7 B608:8 B608:9 B608:13
# stockade: none
def choose(kind, choices, log):
    if kind not in choices:
        raise ValueError(f"Please select one from {sorted(choices)} instead")
    log.info("select %s from %s was refused" % (kind, choices))
    return f"Update the {kind} set by the caller"


def remove(name, table):
    return f"Could not delete from {table} where {name} is in use"
