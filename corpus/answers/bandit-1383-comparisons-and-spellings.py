# issue: PyCQA/bandit#1383
# about: An item that is compared, camel case and API keys are secrets as well
# bandit: none
# stockade: B105:6 B105:10 B105:11 B105:12
def is_admin(data):
    return data["password"] == "Tr0ub4dor&3"


class Client:
    apiKey: str = "9f86d081884c7d65"
    accessToken = "9f86d081884c7d659a2f"
    api_key = b"9f86d081884c7d65"
