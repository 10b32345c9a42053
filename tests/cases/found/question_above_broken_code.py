# expect: LL901 as error
# Nothing is left open: a question in the text that describes a program is no placeholder.
"""Training.

What is the best rate??
"""
import torch
from torch.utils.data import DataLoader

loader = DataLoader(torch.zeros(8), num_workers=2
for batch in loader:
    batch.backward()
