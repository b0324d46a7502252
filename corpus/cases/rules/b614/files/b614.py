torch.load("x")

import torch
import torch as t
from torch import load, serialization
from torch.serialization import load as sload

torch.load("x")
torch.load("x", weights_only=True)
torch.load("x", weights_only=False)
torch.load("x", weights_only="True")
torch.load("x", weights_only=1)
torch.load("x", weights_only=flag)
torch.load("x", weights_only=self.True_)
torch.load("x", None, None, weights_only=None)
torch.load("x", **options)
torch.load("x", **{"weights_only": True})
torch.load()
torch.load("x", load=1)
torch.load("x",
    load=
    1)
torch.serialization.load("x")
serialization.load("x")
sload("x")
t.load("x")
load("x")
torch.jit.load("x")
torch.save("x")
torch.load
self.torch.load("x")
torch.load(
    "x",
    weights_only=
    False,
)
