from __future__ import braces
x = 1
from __future__ import annotations
