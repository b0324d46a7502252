await x
[x async for x in y]
async with a: pass
async for a in b: pass
