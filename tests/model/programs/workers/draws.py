"""What item code draws from."""

import random

import albumentations as A
import cv2
import imgaug.augmenters as iaa
import numpy as np
import torch
from torch.utils.data import Dataset
from torchvision import transforms

RNG = np.random.default_rng(0)


class Images(Dataset):
    shared = random.Random(1)

    def __init__(self):
        self.rng = np.random.default_rng()
        self.generator = torch.Generator()
        self.flip = transforms.RandomHorizontalFlip()  #? draws from torch's global RNG
        self.resize = transforms.Resize(32)
        self.many = transforms.Compose([
            transforms.CenterCrop(8),
            transforms.ColorJitter(),  #? draws from torch's global RNG
            transforms.Lambda(self.noise),
        ])
        self.blur = A.Compose([A.Resize(8, 8), A.GaussNoise()])  #? draws from albumentations' RNG
        self.augmenter = iaa.Fliplr(0.5)  #? draws from imgaug's RNG

    def __getitem__(self, index):
        angle = self.rng.normal()  #? draws from self.rng
        angle += RNG.integers(10)  #? draws from RNG
        angle += self.shared.random()  #? draws from Images.shared
        angle += np.random.rand()  #? draws from NumPy's global RNG
        angle += random.uniform(0, 1)  #? draws from Python's `random`
        angle += torch.rand(1)  #? draws from torch's global RNG
        angle += torch.rand(1, generator=self.generator)  #? draws from self.generator
        angle += torch.zeros(3).normal_()  #? draws from torch's global RNG
        cv2.randu(angle, 0, 1)  #? draws from OpenCV's global RNG
        angle += self.crossed(angle) + self.crossed(angle, generator=self.generator)
        angle += torch.rand(1, generator=torch.default_generator)  #? draws from torch's global RNG
        self.rng.bit_generator  # draws nothing
        np.random.get_state()
        own = random.Random(index)
        return own.random(), self.crop(self.resize(angle))  #? draws from own

    def crop(self, image):
        image = self.blur(image=image)
        image = self.augmenter(images=image)
        return self.flip(self.many(image))

    def crossed(self, angle, generator=None):
        return angle * torch.rand(1, generator=generator)  #? draws from torch's global RNG; draws from self.generator

    def noise(self, image):
        return image + np.random.normal()  #? draws from NumPy's global RNG

    def not_called(self):
        return np.random.normal()

    def __len__(self):
        return random.randrange(10)
