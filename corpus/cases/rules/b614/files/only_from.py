from torch import load
load("x")
torch.load("x")
