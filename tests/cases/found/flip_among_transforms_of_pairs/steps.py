import random

import torch


class Mirror:
    def __init__(self, chance=0.5):
        self.chance = chance

    def __call__(self, sample):
        image, mask = sample["image"], sample["mask"]
        if random.random() < self.chance:
            image, mask = image[:, ::-1], mask[:, ::-1]
        return {"image": image, "mask": mask}


class AsTensors:
    def __call__(self, sample):
        image, mask = sample["image"], sample["mask"]
        image = image.transpose((2, 0, 1))
        return {"image": torch.from_numpy(image), "mask": torch.from_numpy(mask.copy())}
