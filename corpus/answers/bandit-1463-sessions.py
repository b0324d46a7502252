# issue: PyCQA/bandit#1463
# about: Sessions and requests.request wait for ever as well
# bandit: B113:15 B113:16 B113:17 B113:18
# stockade: B113:9 B113:13 B113:15
import requests


def upload(url, file):
    return requests.request("PUT", url, data=file)


with requests.Session() as session:
    page = session.get("https://example.org")

answer = requests.get("https://example.org")
status = requests.codes.get("TOO_EARLY")
quick = requests.post("https://example.org", timeout=limit())
options = requests.head("https://example.org", **defaults)
