# issue: PyCQA/bandit#996, PyCQA/bandit#1010
# about: What merely is called requests is no HTTP client
# bandit: B113:10
# stockade: none
class Queue:
    def __init__(self, requests):
        self.requests = requests

    def pending(self, name, requests):
        return requests.get(name) or self.requests.get(name)
