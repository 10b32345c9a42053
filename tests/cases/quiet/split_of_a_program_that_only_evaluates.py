# forbid: LL408 as warning
# expect: LL408 as advice
# What the part for training gets is read by nobody here.
import torch
from torch.utils.data import DataLoader, random_split
from torchvision import transforms
from torchvision.datasets import ImageFolder


def evaluate(model):
    images = ImageFolder("images", transform=transforms.RandomResizedCrop(224))
    train_part, test_part = random_split(images, [0.8, 0.2], generator=torch.Generator().manual_seed(0))
    test_part.dataset.transform = transforms.CenterCrop(224)
    hits = 0
    model.eval()
    with torch.no_grad():
        for pictures, labels in DataLoader(test_part, batch_size=32):
            hits += (model(pictures).argmax(1) == labels).sum().item()
    return hits / len(test_part), len(train_part)


if __name__ == "__main__":
    print(evaluate(torch.load("model.pt", weights_only=False)))
