# expect: LL305
# A helper of the class walks folders and hands a list of pairs back; nothing says how many there are.
from torch.utils.data import DataLoader, Dataset

from decode import decode


class Clips(Dataset):
    def __init__(self, index):
        self.clips = self.gather(index)

    @staticmethod
    def gather(index):
        found = []
        for folder in index.folders():
            for clip in folder.clips():
                found += [(clip.path, clip.label)]
        return found

    def __len__(self):
        return len(self.clips)

    def __getitem__(self, number):
        path, label = self.clips[number]
        return decode(path), label


def main(index):
    for clip, label in DataLoader(Clips(index), batch_size=4, num_workers=8):
        print(clip.shape, label)
