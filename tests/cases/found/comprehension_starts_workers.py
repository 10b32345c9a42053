# expect: LL304
# A list of batches is gone through here, as a loop would: that starts the workers.
import torch
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(torch.rand(100, 4)), batch_size=10, num_workers=2)
batches = [batch for batch in loader]
print(len(batches))
