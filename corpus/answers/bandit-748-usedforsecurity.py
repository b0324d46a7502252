# issue: PyCQA/bandit#748, PyCQA/bandit#994, intel-analytics/ipex-llm#8693, google/garf#447
# about: A hash that is said to guard nothing is none, by a variable neither
# bandit: B324:9 B324:17
# stockade: B324:9 B324:13 B324:17
import hashlib


def signature(document):
    return hashlib.md5(document).hexdigest()


ALGORITHM = "sha1"
digest = hashlib.new(ALGORITHM, b"package").hexdigest()


def checked(document, secure):
    sure = hashlib.sha1(document, usedforsecurity=True)
    return sure, hashlib.md5(document, usedforsecurity=False), hashlib.md5(document, usedforsecurity=secure)
