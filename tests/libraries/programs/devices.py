import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.rand(8))
torch.set_default_device("cuda")
loader = DataLoader(data, shuffle=True)  #? loader, numbered, shuffled, LL212 error, repaired
#---
import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.rand(8))
torch.set_default_tensor_type("torch.cuda.FloatTensor")
loader = DataLoader(data, shuffle=True)  #? loader, numbered, shuffled, LL212 error, repaired
#---
import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.rand(8))
torch.set_default_tensor_type(torch.cuda.HalfTensor)
loader = DataLoader(data, shuffle=True)  #? loader, numbered, shuffled, LL212 error
