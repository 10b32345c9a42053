# expect: LL405 as advice
# Chance decides which images are left out.
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST
from torchvision.transforms import ToTensor

model = torch.nn.Linear(784, 10)
loader = DataLoader(MNIST("data", train=False, transform=ToTensor()), batch_size=128, shuffle=True, drop_last=True)
model.eval()
with torch.no_grad():
    for images, _ in loader:
        print(model(images.flatten(1)).argmax(1))
