import requests, httpx
from requests import get as fetch
from httpx import AsyncClient

requests.get("x", timeout=1, verify=False)
requests.options("x", timeout=1, verify=False)
requests.head("x", timeout=1, verify=False)
requests.post("x", timeout=1, verify=False)
requests.put("x", timeout=1, verify=False)
requests.patch("x", timeout=1, verify=False)
requests.delete("x", timeout=1, verify=False)
requests.get("x", timeout=1, verify=True)
requests.get("x", timeout=1, verify=None)
requests.get("x", timeout=1, verify=0)
requests.get("x", timeout=1, verify="False")
requests.get("x", timeout=1, verify="")
requests.get("x", timeout=1, verify=verify)
requests.get("x", timeout=1, verify=cls.False_)
requests.get("x", timeout=1, verify=[False])
requests.get("x", timeout=1, verify=not True)
requests.get("x", timeout=1, **{"verify": False})
requests.get("x", timeout=1, **options, verify=False)
requests.request("GET", "x", timeout=1, verify=False)
requests.Session(verify=False)
requests.session.get("x", timeout=1, verify=False)
fetch("x", timeout=1, verify=False)
session.get("x", timeout=1, verify=False)
httpx.get("x", verify=False)
httpx.request("GET", "x", verify=False)
httpx.stream("GET", "x", verify=False)
httpx.Client(verify=False)
httpx.AsyncClient(verify=False)
httpx.AsyncClient(verify=True)
httpx.HTTPTransport(verify=False)
AsyncClient(verify=False)
requests.get(
    "x",
    timeout=1,
    verify
    =
    False
)
