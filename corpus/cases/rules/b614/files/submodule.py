import torch.nn
torch.load("x")
