# issue: astral-sh/ruff#7918, iM3SK/cc-aio-mon#22, logly/mureo#262, simplejson/simplejson#242
# about: A URL of HTTP, by its text or by a check above, opens no file
# bandit: B310:12 B310:18 B310:24 B310:28
# stockade: B310:28
import urllib.request
from urllib.parse import urlparse

PRICES = "https://prices.example.org/v1"


def prices(currency):
    return urllib.request.urlopen(f"{PRICES}/{currency}", timeout=10).read()


def fetch(url):
    if not url.startswith(("http://", "https://")):
        raise ValueError(url)
    return urllib.request.urlopen(url, timeout=10).read()


def mirror(url, target):
    if urlparse(url).scheme not in {"http", "https"}:
        return
    urllib.request.urlretrieve(url, target)


def avatar(url):
    return urllib.request.urlopen(url).read()
