# expect: LL405 as warning
# The loss is that of each sample for itself.
import torch
from torch.utils.data import DataLoader, TensorDataset

images, texts = torch.nn.Linear(8, 4), torch.nn.Linear(8, 4)
loader = DataLoader(TensorDataset(torch.zeros(1000, 8), torch.zeros(1000, 8)), batch_size=64, drop_last=True)
images.eval()
texts.eval()
total = 0.0
with torch.no_grad():
    for image, text in loader:
        keys, queries = images(image), texts(text)
        total += torch.nn.functional.cross_entropy(queries, keys.argmax(1)).item()
