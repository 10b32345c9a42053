# expect: LL314 as advice
# The dataset collates, and the class of the batch moves itself to the GPU, but cannot be pinned.
import torch
from torch.utils.data import DataLoader, Dataset


class Sentences:
    def __init__(self, tokens, lengths):
        self.tokens = tokens
        self.lengths = lengths

    def to(self, device):
        return Sentences(self.tokens.to(device, non_blocking=True), self.lengths)


class Corpus(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]

    def collate(self, rows):
        lengths = [len(row) for row in rows]
        tokens = torch.nn.utils.rnn.pad_sequence(rows)
        return Sentences(tokens, lengths)


if __name__ == "__main__":
    corpus = Corpus([torch.arange(3)] * 8)
    for batch in DataLoader(corpus, batch_size=4, collate_fn=corpus.collate, num_workers=2, pin_memory=True):
        print(batch.to("cuda").tokens.shape)
