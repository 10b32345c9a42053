from torchvision import transforms


def make_pipeline(train):
    steps = [transforms.Resize(64)]
    if train:
        return transforms.Compose([transforms.RandomCrop(56), transforms.RandomHorizontalFlip()])
    return transforms.Compose(steps)
