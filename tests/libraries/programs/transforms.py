import random

import numpy as np
import torch
from timm.data import create_transform
from torch.utils.data import Dataset
from torchvision import transforms as T
from torchvision.transforms import v2


class Vision(Dataset):
    def __init__(self):
        self.transform = T.Compose([
            T.Resize(8),
            T.ToTensor(),
            T.Lambda(flip),
            T.RandomCrop(8),  #? draws torch
            create_transform(8, is_training=True),  #? draws python
            create_transform(8),
            create_transform(8, is_training=True, no_aug=True),
            v2.RandomRotation(9),  #? draws torch
            T.RandomApply([noise]),  #? draws torch
            T.RandomChoice([sharper]),  #? draws torch
            T.RandomOrder([softer]),  #? draws torch
            T.ColorJitter(),  #? draws torch
            T.AutoAugment(),  #? draws torch
            T.RandAugment(),  #? draws torch
            T.TrivialAugmentWide(),  #? draws torch
            T.AugMix(),  #? draws torch
            T.ElasticTransform(),  #? draws torch
            T.GaussianBlur(3),  #? draws torch
            v2.MixUp(num_classes=9),  #? draws torch
            v2.CutMix(num_classes=9),  #? draws torch
            v2.ScaleJitter((8, 8)),  #? draws torch
            v2.GaussianNoise(),  #? draws torch
            v2.JPEG((1, 9)),  #? draws torch
        ])
        self.layers = torch.nn.Sequential(T.RandomErasing())  #? draws torch

    def __getitem__(self, index):
        return self.layers(self.transform(index))


def flip(image):
    return image + torch.rand(1)  #? draws torch


def noise(image):
    return image + np.random.normal()  #? draws numpy


def sharper(image):
    return image + random.random()  #? draws python


def softer(image):
    return image + torch.randn(1)  #? draws torch
#---
import random

import albumentations as A
import numpy as np
from albumentations.pytorch import ToTensorV2
from torch.utils.data import Dataset


class Fixed(Dataset):
    def __init__(self):
        self.transform = A.Compose([
            A.Resize(8, 8), A.Normalize(), ToTensorV2(), A.ToTensor(), A.CenterCrop(8, 8), A.PadIfNeeded(),
            A.LongestMaxSize(), A.SmallestMaxSize(), A.ToFloat(), A.FromFloat(), A.Crop(), A.Pad(1), A.NoOp(),
            A.BboxParams(), A.KeypointParams(), A.CenterCrop3D(8), A.ToTensor3D(),
        ])

    def __getitem__(self, index):
        return self.transform(image=index)


class Drawing(Dataset):
    def __init__(self):
        self.composed = A.Compose([
            A.HorizontalFlip(),  #? draws albumentations
        ])
        self.sequence = A.Sequential([
            A.VerticalFlip(),  #? draws albumentations
        ])
        self.replayed = A.ReplayCompose([
            A.Blur(),  #? draws albumentations
        ])
        self.lambda_ = A.Lambda(
            A.Rotate(),  #? draws albumentations
        )

        self.one = A.OneOf([  #? draws albumentations
            noise,
        ])
        self.some = A.SomeOf([  #? draws albumentations
            louder,
        ])
        self.ordered = A.RandomOrder([  #? draws albumentations
            softer,
        ])

    def __getitem__(self, index):
        mixed = self.one(self.some(self.ordered(index)))
        return self.composed(self.sequence(self.replayed(self.lambda_(mixed))))


def noise(image):
    return image + np.random.normal()  #? draws numpy


def louder(image):
    return image + random.random()  #? draws python


def softer(image):
    return image + np.random.rand()  #? draws numpy
#---
import imgaug.augmenters as iaa
import numpy as np
from monai import transforms as M
from torch.utils.data import Dataset


class Imgaug(Dataset):
    def __init__(self):
        self.sequence = iaa.Sequential([
            iaa.Fliplr(),  #? draws imgaug
        ])
        self.one = iaa.OneOf([
            iaa.Flipud(),  #? draws imgaug
        ])
        self.some = iaa.SomeOf(2, [
            iaa.Rotate(),  #? draws imgaug
        ])
        self.lambda_ = iaa.Lambda(
            iaa.Affine(),  #? draws imgaug
        )
        self.placed = iaa.Sequential([
            iaa.PadToFixedSize(8, 8),  #? draws imgaug
            iaa.CropToFixedSize(8, 8),  #? draws imgaug
        ])
        self.still = iaa.Sequential([
            iaa.Identity(),
            iaa.Noop(),
            iaa.Resize(8),
            iaa.CenterCropToFixedSize(8, 8),
            iaa.CenterPadToFixedSize(8, 8),
            iaa.PadToFixedSize(8, 8, position="center"),
            iaa.CropToFixedSize(8, 8, position="center"),
        ])

    def __getitem__(self, index):
        return self.still(self.placed(self.sequence(self.one(self.some(self.lambda_(index))))))


class Monai(Dataset):
    def __init__(self):
        self.composed = M.Compose([M.LoadImage(), M.RandFlip()])  #? draws monai
        self.one = M.OneOf([M.Flip(), M.Rotate90()])  #? draws monai
        self.some = M.SomeOf([M.Flip(), M.Rotate90()])  #? draws monai
        self.ordered = M.RandomOrder([noise])  #? draws monai
        self.lambda_ = M.Lambda(M.RandShift())  #? draws monai

    def __getitem__(self, index):
        return self.composed(self.one(self.some(self.ordered(self.lambda_(index)))))


def noise(image):
    return image + np.random.normal()  #? draws numpy
#---
# silent: LL303
import albumentations as A
import kornia.augmentation as K
import monai.transforms as M
import torchvision.transforms as T
from collections import defaultdict
from torch.utils.data import ConcatDataset, DataLoader, Dataset


class Held(Dataset):
    def __init__(self, kept):
        self.kept = kept

    def __getitem__(self, index):
        return index


def build():
    vision = DataLoader(Held(T.Lambda(lambda x: x)), num_workers=2, multiprocessing_context="spawn")  #? LL303 error, by spawn, loader, numbered, over Held, repaired
    albumentations = DataLoader(Held(A.Lambda(lambda x: x)), num_workers=2, multiprocessing_context="spawn")  #? LL303 error, by spawn, loader, numbered, over Held, repaired
    monai = DataLoader(Held(M.Lambda(lambda x: x)), num_workers=2, multiprocessing_context="spawn")  #? LL303 error, by spawn, loader, numbered, over Held, repaired
    kornia = DataLoader(Held(K.Module(lambda x: x)), num_workers=2, multiprocessing_context="spawn")  #? LL303 error, by spawn, loader, numbered, over Held, repaired
    default = DataLoader(Held(defaultdict(lambda: 0)), num_workers=2, multiprocessing_context="spawn")  #? LL303 error, by spawn, loader, numbered, over Held, repaired
    data = DataLoader(ConcatDataset([Held(lambda x: x)]), num_workers=2, multiprocessing_context="spawn")  #? LL303 error, by spawn, loader, numbered, over Held, repaired
