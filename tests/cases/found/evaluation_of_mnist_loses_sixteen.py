# expect: LL405 as warning
# The test set of 10,000 images has a batch of 16 left.
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor

model = torch.nn.Linear(784, 10)
loader = DataLoader(MNIST("data", train=False, transform=ToTensor()), batch_size=128, drop_last=True)
model.eval()
with torch.no_grad():
    for images, _ in loader:
        print(model(images.flatten(1)).argmax(1))
