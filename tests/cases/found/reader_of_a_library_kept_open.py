# expect: LL301
# The reader is made with the dataset, and all workers read from its position in the file.
from pyfaidx import Fasta
from torch.utils.data import DataLoader, Dataset


class Sequences(Dataset):
    def __init__(self, path, places):
        self.genome = Fasta(path)
        self.places = places

    def __len__(self):
        return len(self.places)

    def __getitem__(self, index):
        name, start, end = self.places[index]
        return str(self.genome[name][start:end])


if __name__ == "__main__":
    for batch in DataLoader(Sequences("genome.fa", [("chr1", 0, 100)] * 1000), batch_size=8, num_workers=4):
        print(batch)
