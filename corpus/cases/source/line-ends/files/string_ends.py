x = """
ab
"""
assert x
assert y