assert True
assert (1, "always true")
assert x, "message with /tmp/path"
assert (
    first
    and second
), "spread over lines"; assert third

if __debug__:
    assert debugging
else: assert not debugging


class Holder:
    assert in_class

    def method(self):
        assert self.value is not None, f"{self!r}"
        return lambda: exec("assert True")

    async def other(self):
        assert await self.value()


try:
    assert trying
except AssertionError:
    assert handling
else:
    assert quiet
finally:
    assert final

match subject:
    case [x] if x:
        assert matched
    case _:
        assert (y := x)

with open(name) as file: assert file
for i in range(3): assert i; assert not i
"assert in a string"
# assert in a comment
raise AssertionError("not an assert")
