# forbid: LL408
# All parts of the dataset are given the same transform, made anew for each: it is no matter which one stays.
from torch.utils.data import DataLoader, Subset
from torchvision import transforms
from torchvision.datasets import ImageFolder


def training_steps():
    return transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])


def validation_steps():
    return transforms.Compose([transforms.Resize((64, 64)), transforms.ToTensor()])


def main(root, kept, left):
    dataset = ImageFolder(root)
    training, validation = Subset(dataset, kept), Subset(dataset, left)
    training.dataset.transform = training_steps()
    validation.dataset.transform = validation_steps()
    return DataLoader(training, shuffle=True), DataLoader(validation)
