#!/usr/bin/env python
assert a
