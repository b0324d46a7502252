# issue: PyCQA/bandit#1059
# about: httpx and aiohttp have limits and check certificates, unless they are told not to
# bandit: B113:11 B501:12
# stockade: B113:11 B501:12 B501:19 B113:20 B501:21
import aiohttp
import httpx


def read(url):
    page = httpx.get(url)
    slow = httpx.get(url, timeout=None)
    blind = httpx.get(url, verify=False)
    return page, slow, blind


async def gather(url):
    client = httpx.AsyncClient()
    async with aiohttp.ClientSession() as session:
        await session.get(url, ssl=False)
        await session.get(url, timeout=None)
    aiohttp.TCPConnector(verify_ssl=False)
    return await client.get(url)
