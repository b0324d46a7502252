# issue: PyCQA/bandit#605
# about: A default of an `async def` is a default
# bandit: none
# stockade: B107:5
async def connect(host, password="b7-Tukan-91"):
    await host.login(password)
