import requests
import httpx
from requests import get, post as send
from httpx import Client, AsyncClient as Session, stream

requests.get("https://example.com")
requests.post("https://example.com")
requests.put("https://example.com")
requests.delete("https://example.com")
requests.patch("https://example.com")
requests.options("https://example.com")
requests.head("https://example.com")
requests.request("GET", "https://example.com")
requests.Session()
requests.get("https://example.com", timeout=5)
requests.get("https://example.com", timeout=None)
requests.get("https://example.com", timeout="None")
requests.get("https://example.com", timeout=0)
requests.get("https://example.com", timeout=False)
requests.get("https://example.com", timeout=limit)
requests.get("https://example.com", timeout=self.limit)
requests.get("https://example.com", timeout=(3, 5))
requests.get("https://example.com", timeout=[None])
requests.get("https://example.com", timeout={})
requests.get("https://example.com", timeout={"a": 1})
requests.get("https://example.com", timeout={1, 2})
requests.get("https://example.com", timeout=make())
requests.get("https://example.com", timeout=3 + 4)
requests.get("https://example.com", timeout=-1)
requests.get("https://example.com", timeout=...)
requests.get("https://example.com", timeout=b"")
requests.get("https://example.com", timeout="")
requests.get("https://example.com", timeout=None if x else 5)
requests.get("https://example.com", timeout=lambda: 0)
requests.get("https://example.com", timeout=x[0])
requests.get("https://example.com", timeout=None_)
requests.get("https://example.com", timeout=self.None_)
requests.get("https://example.com", **options)
requests.get("https://example.com", **options, timeout=1)
requests.get("https://example.com", timeout=1, **options)
requests.get(timeout=None, *args)
requests.get()
requests.api.get("x")
requests.sessions.Session().get("x")
requests.codes.get("x")
requests().get("x")
requests[0].get("x")
session.get("x")
get("x")
get("x", timeout=None)
send("x")
requests
requests.get
httpx.get("x")
httpx.get("x", timeout=None)
httpx.request("GET", "x", timeout=None)
httpx.stream("GET", "x", timeout=None)
httpx.Client(timeout=None)
httpx.AsyncClient(timeout=None)
httpx.AsyncClient(timeout=5)
httpx.Timeout(timeout=None)
httpx.a.b.Client(timeout=None)
Client(timeout=None)
Session(timeout=None)
stream("GET", "x", timeout=None)
requests.get(
    "https://example.com",
    headers={},
)
requests.get(
    "https://example.com",
    timeout=None,
)
requests.get(requests.get("inner"), timeout=requests.get("keyword"))


async def f():
    async with httpx.AsyncClient(timeout=None) as client:
        await client.get("x", timeout=None)


import other.requests as requests

requests.get("now another module")
