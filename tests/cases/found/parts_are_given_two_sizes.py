# expect: LL408
# The parts of the dataset are given transforms of two sizes: the last one stays.
from torch.utils.data import DataLoader, Subset
from torchvision import transforms
from torchvision.datasets import ImageFolder


def training_steps():
    return transforms.Compose([transforms.Resize((32, 32)), transforms.ToTensor()])


def validation_steps():
    return transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])


def main(root, kept, left):
    dataset = ImageFolder(root)
    training, validation = Subset(dataset, kept), Subset(dataset, left)
    training.dataset.transform = training_steps()
    validation.dataset.transform = validation_steps()
    return DataLoader(training, shuffle=True), DataLoader(validation)
