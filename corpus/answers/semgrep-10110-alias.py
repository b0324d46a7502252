# issue: semgrep/semgrep#10110, PyCQA/bandit#1171
# about: A name stands for what it was bound to where it is used
# bandit: B403:6 B506:11 B301:18
# stockade: B403:6 B506:11 B301:23
import json as reader
import pickle
import yaml as documents


def settings(text):
    return documents.load(text, Loader=documents.Loader)


def order(text, pickle):
    import json as documents

    copy = documents.loads(text)
    return pickle.loads(copy)


def session(blob):
    load = pickle.loads
    return load(blob)
