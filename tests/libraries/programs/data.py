import datetime
import random

import cv2
import numpy as np
import torch
from pathlib import Path
from PIL import Image, ImageEnhance, ImageOps
from torchvision import datasets
from torchvision import transforms as T
from torchvision.datasets.folder import default_loader, pil_loader
from torchvision.transforms import functional as F

unseen = open("names")

# Images.
image = Image.open("a.png")  #? : image
made = Image.fromarray(unseen)  #? : image
made = Image.new(unseen)  #? : image
made = Image.blend(unseen)  #? : image
made = Image.composite(unseen)  #? : image
made = Image.merge(unseen)  #? : image
made = Image.frombytes(unseen)  #? : image
made = ImageOps.autocontrast(image)  #? : image
made = ImageOps.contain(image)  #? : image
made = ImageOps.equalize(image)  #? : image
made = ImageOps.exif_transpose(image)  #? : image
made = ImageOps.expand(image)  #? : image
made = ImageOps.fit(image)  #? : image
made = ImageOps.flip(image)  #? : image
made = ImageOps.grayscale(image)  #? : image
made = ImageOps.invert(image)  #? : image
made = ImageOps.mirror(image)  #? : image
made = ImageOps.pad(image)  #? : image
made = ImageOps.posterize(image)  #? : image
made = ImageOps.scale(image)  #? : image
made = ImageOps.solarize(image)  #? : image
made = ImageEnhance.Contrast(image).enhance(2)  #? : image
made = default_loader("a.png")  #? : image
made = pil_loader("a.png")  #? : image
made = Path("a.png")  #? : path
made = set(unseen)  #? : set
made = datetime.datetime(2020, 1, 1)  #? : date
made = datetime.date(2020, 1, 1)  #? : date

# Arrays.
flipped = np.flip(unseen)  #? : array backwards
flipped = np.fliplr(unseen)  #? : array backwards
flipped = np.flipud(unseen)  #? : array backwards
turned = np.rot90(unseen)  #? : array backwards
turned = np.rot90(unseen, 4)  #? : array
view = np.asarray(unseen[::-1])  #? : array backwards
view = np.asanyarray(unseen[::-1])  #? : array backwards
view = np.transpose(unseen[::-1])  #? : array backwards
view = np.swapaxes(unseen[::-1])  #? : array backwards
view = np.moveaxis(unseen[::-1])  #? : array backwards
view = np.rollaxis(unseen[::-1])  #? : array backwards
view = np.expand_dims(unseen[::-1])  #? : array backwards
view = np.squeeze(unseen[::-1])  #? : array backwards
view = np.atleast_2d(unseen[::-1])  #? : array backwards
view = np.atleast_3d(unseen[::-1])  #? : array backwards
array = np.array(unseen[::-1])  #? : array
array = np.ascontiguousarray(unseen[::-1])  #? : array
array = np.zeros(unseen[::-1])  #? : array
array = np.ones(unseen[::-1])  #? : array
array = np.full(unseen[::-1])  #? : array
array = np.empty(unseen[::-1])  #? : array
array = np.arange(unseen[::-1])  #? : array
array = np.copy(unseen[::-1])  #? : array
array = np.stack(unseen[::-1])  #? : array
array = np.concatenate(unseen[::-1])  #? : array
array = np.pad(unseen[::-1])  #? : array
array = cv2.imread("a.png")  #? : array
array = cv2.imdecode(unseen, 1)  #? : array
array = cv2.cvtColor(array, 4)  #? : array
array = cv2.resize(array, (8, 8))  #? : array

# Tensors.
tensor = torch.from_numpy(array)  #? : tensor
tensor = torch.as_tensor(array)  #? : tensor
tensor = torch.asarray(array)  #? : tensor
tensor = torch.DoubleTensor(array)  #? : tensor
tensor = torch.tensor(array)  #? : tensor
tensor = torch.Tensor(array)  #? : tensor
tensor = torch.FloatTensor(array)  #? : tensor
tensor = torch.LongTensor(array)  #? : tensor
tensor = torch.stack(array)  #? : tensor
tensor = torch.cat(array)  #? : tensor
tensor = torch.zeros(3)  #? : tensor
tensor = torch.ones(3)  #? : tensor
tensor = F.to_tensor(image)  #? : tensor
tensor = F.pil_to_tensor(image)  #? : tensor
tensor = T.ToTensor()(image)  #? : tensor
tensor = T.PILToTensor()(image)  #? : tensor
tensor = T.ToImage()(image)  #? : tensor
tensor = T.Normalize(0, 1)(unseen)  #? : tensor
image = T.ToPILImage()(tensor)  #? : image
image = F.to_pil_image(tensor)  #? : image

# Of images, images.
same = T.Resize(8)(Image.open("a.png"))  #? : image
same = T.CenterCrop(8)(Image.open("a.png"))  #? : image
same = T.Pad(8)(Image.open("a.png"))  #? : image
same = T.Grayscale(8)(Image.open("a.png"))  #? : image
same = F.resize(Image.open("a.png"))  #? : image
same = F.crop(Image.open("a.png"))  #? : image
same = F.center_crop(Image.open("a.png"))  #? : image
same = F.resized_crop(Image.open("a.png"))  #? : image
same = F.pad(Image.open("a.png"))  #? : image
same = F.hflip(Image.open("a.png"))  #? : image
same = F.vflip(Image.open("a.png"))  #? : image
same = F.rotate(Image.open("a.png"))  #? : image
same = F.affine(Image.open("a.png"))  #? : image
same = F.adjust_brightness(Image.open("a.png"))  #? : image
same = F.adjust_contrast(Image.open("a.png"))  #? : image
same = F.adjust_saturation(Image.open("a.png"))  #? : image
same = F.adjust_hue(Image.open("a.png"))  #? : image
same = F.to_grayscale(Image.open("a.png"))  #? : image
same = F.gaussian_blur(Image.open("a.png"))  #? : image
same = T.Compose([T.Resize(8), T.RandomCrop(8)])(Image.open("a.png"))  #? : image
made = T.Compose([T.Resize(8), T.ToTensor()])(Image.open("a.png"))  #? : tensor

# Samples.
sample = datasets.MNIST(1, 1)[0]  #? : image + ?
sample = datasets.MNIST(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.FashionMNIST(1, 1)[0]  #? : image + ?
sample = datasets.FashionMNIST(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.KMNIST(1, 1)[0]  #? : image + ?
sample = datasets.KMNIST(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.EMNIST(1, 1)[0]  #? : image + ?
sample = datasets.EMNIST(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.QMNIST(1, 1, 1, 1)[0]  #? : image + ?
sample = datasets.QMNIST(1, 1, 1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.CIFAR10(1, 1)[0]  #? : image + ?
sample = datasets.CIFAR10(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.CIFAR100(1, 1)[0]  #? : image + ?
sample = datasets.CIFAR100(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.SVHN(1, 1)[0]  #? : image + ?
sample = datasets.SVHN(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.STL10(1, 1, 1)[0]  #? : image + ?
sample = datasets.STL10(1, 1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.USPS(1, 1)[0]  #? : image + ?
sample = datasets.USPS(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.SEMEION(1)[0]  #? : image + ?
sample = datasets.SEMEION(1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.PCAM(1, 1)[0]  #? : image + ?
sample = datasets.PCAM(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.FakeData(1, 1, 1)[0]  #? : image + ?
sample = datasets.FakeData(1, 1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.FER2013(1, 1)[0]  #? : image + ?
sample = datasets.FER2013(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.PhotoTour("data")[0]  #? : ?
sample = datasets.MovingMNIST("data")[0]  #? : ?
sample = datasets.ImageFolder(1)[0]  #? : image + ?
sample = datasets.ImageFolder(1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.Caltech101(1, 1)[0]  #? : image + ?
sample = datasets.Caltech101(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.Caltech256(1)[0]  #? : image + ?
sample = datasets.Caltech256(1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.CelebA(1, 1, 1)[0]  #? : image + ?
sample = datasets.CelebA(1, 1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.CocoDetection(1, 1)[0]  #? : image + ?
sample = datasets.CocoDetection(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.Country211(1, 1)[0]  #? : image + ?
sample = datasets.Country211(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.DTD(1, 1, 1)[0]  #? : image + ?
sample = datasets.DTD(1, 1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.EuroSAT(1)[0]  #? : image + ?
sample = datasets.EuroSAT(1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.FGVCAircraft(1, 1, 1)[0]  #? : image + ?
sample = datasets.FGVCAircraft(1, 1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.Flowers102(1, 1)[0]  #? : image + ?
sample = datasets.Flowers102(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.Food101(1, 1)[0]  #? : image + ?
sample = datasets.Food101(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.GTSRB(1, 1)[0]  #? : image + ?
sample = datasets.GTSRB(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.ImageNet(1, 1)[0]  #? : image + ?
sample = datasets.ImageNet(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.Imagenette(1, 1, 1, 1)[0]  #? : image + ?
sample = datasets.Imagenette(1, 1, 1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.INaturalist(1, 1, 1)[0]  #? : image + ?
sample = datasets.INaturalist(1, 1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.Omniglot(1, 1)[0]  #? : image + ?
sample = datasets.Omniglot(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.OxfordIIITPet(1, 1, 1, 1)[0]  #? : image + ?
sample = datasets.OxfordIIITPet(1, 1, 1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.Places365(1, 1, 1, 1)[0]  #? : image + ?
sample = datasets.Places365(1, 1, 1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.RenderedSST2(1, 1)[0]  #? : image + ?
sample = datasets.RenderedSST2(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.StanfordCars(1, 1)[0]  #? : image + ?
sample = datasets.StanfordCars(1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.SUN397(1)[0]  #? : image + ?
sample = datasets.SUN397(1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.VOCDetection(1, 1, 1, 1)[0]  #? : image + ?
sample = datasets.VOCDetection(1, 1, 1, 1, T.ToTensor())[0]  #? : tensor + ?
sample = datasets.VOCSegmentation(1, 1, 1, 1)[0]  #? : image + ?
sample = datasets.VOCSegmentation(1, 1, 1, 1, T.ToTensor())[0]  #? : tensor + ?
#---
import torch
from sklearn.model_selection import KFold
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import ImageFolder
from torchvision.transforms import Compose, RandomHorizontalFlip, ToTensor

images = ImageFolder("images", Compose([RandomHorizontalFlip(), ToTensor()]))
model = torch.nn.Flatten()
optimizer = torch.optim.SGD(model.parameters())
for training, held_out in KFold(n_splits=5).split(images):
    train_loader = DataLoader(Subset(images, training), batch_size=4, shuffle=True)  #? loader, numbered, reads files, shuffled
    val_loader = DataLoader(Subset(images, held_out), batch_size=4)  #? loader, numbered, reads files, LL417 warning
    for epoch in range(5):
        for batch, _ in train_loader:  #? trains again
            optimizer.zero_grad()
            model(batch).mean().backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            for batch, _ in val_loader:  #? evaluates again
                print(model(batch).mean())
#---
import torch
from sklearn.model_selection import ShuffleSplit
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import ImageFolder
from torchvision.transforms import Compose, RandomHorizontalFlip, ToTensor

images = ImageFolder("images", Compose([RandomHorizontalFlip(), ToTensor()]))
model = torch.nn.Flatten()
optimizer = torch.optim.SGD(model.parameters())
for training, held_out in ShuffleSplit(n_splits=5).split(images):
    train_loader = DataLoader(Subset(images, training), batch_size=4, shuffle=True)  #? loader, numbered, reads files, shuffled
    val_loader = DataLoader(Subset(images, held_out), batch_size=4)  #? loader, numbered, reads files, LL417 warning
    for epoch in range(5):
        for batch, _ in train_loader:  #? trains again
            optimizer.zero_grad()
            model(batch).mean().backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            for batch, _ in val_loader:  #? evaluates again
                print(model(batch).mean())
#---
import torch
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, Subset
from torchvision.datasets import ImageFolder
from torchvision.transforms import Compose, RandomHorizontalFlip, ToTensor

images = ImageFolder("images", Compose([RandomHorizontalFlip(), ToTensor()]))
model = torch.nn.Flatten()
optimizer = torch.optim.SGD(model.parameters())
training, held_out = train_test_split(images)
train_loader = DataLoader(Subset(images, training), batch_size=4, shuffle=True)  #? loader, numbered, reads files, shuffled
val_loader = DataLoader(Subset(images, held_out), batch_size=4)  #? loader, numbered, reads files, LL417 warning
for epoch in range(5):
    for batch, _ in train_loader:  #? trains again
        optimizer.zero_grad()
        model(batch).mean().backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        for batch, _ in val_loader:  #? evaluates again
            print(model(batch).mean())
