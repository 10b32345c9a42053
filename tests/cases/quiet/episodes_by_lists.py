# forbid: LL211
# Few-shot learning: each item is an episode, and the sampler says which classes are in it.
import torch
from torch.utils.data import DataLoader, Dataset, Sampler


class Episodes(Sampler):
    def __init__(self, classes, ways, count):
        self.classes, self.ways, self.count = classes, ways, count

    def __len__(self):
        return self.count

    def __iter__(self):
        for _ in range(self.count):
            yield torch.randperm(self.classes)[: self.ways].tolist()


class Shots(Dataset):
    def __init__(self, images):
        self.images = images

    def __getitem__(self, episode):
        return torch.cat([self.images[number] for number in episode]), torch.arange(len(episode))


if __name__ == "__main__":
    for support, labels in DataLoader(Shots(torch.rand(20, 5, 3)), sampler=Episodes(20, 5, 100), batch_size=2):
        print(support.shape, labels)
