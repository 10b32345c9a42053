# expect: LL408 as warning
# What the part for training gets is trained on, after an evaluation.
import torch
from torch.utils.data import DataLoader, random_split
from torchvision import transforms
from torchvision.datasets import ImageFolder


def evaluate(model, part):
    model.eval()
    with torch.no_grad():
        return sum((model(p).argmax(1) == y).sum().item() for p, y in DataLoader(part, batch_size=32))


def main(model):
    images = ImageFolder("images", transform=transforms.RandomResizedCrop(224))
    train_part, test_part = random_split(images, [0.8, 0.2], generator=torch.Generator().manual_seed(0))
    test_part.dataset.transform = transforms.CenterCrop(224)
    print(evaluate(model, test_part))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    model.train()
    for pictures, labels in DataLoader(train_part, batch_size=32, shuffle=True):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(pictures), labels).backward()
        optimizer.step()


if __name__ == "__main__":
    main(torch.load("model.pt", weights_only=False))
