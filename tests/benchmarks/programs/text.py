"""Train a bag of words on tokenized lines: `python text.py FILE [WORKERS [PREFETCH [PERSISTENT]]]`."""

import sys
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.pre_tokenizers import Whitespace
from torch.utils.data import DataLoader, Dataset


class Lines(Dataset):
    def __init__(self, path):
        self.lines = Path(path).read_text(encoding="utf-8").splitlines()
        letters = "abcdefghijklmnopqrstuvwxyz"
        vocabulary = ["[UNK]", *letters, *(f"##{a}" for a in letters), *(f"##{a}{b}" for a in letters for b in letters)]
        self.tokenizer = Tokenizer(WordPiece({t: n for n, t in enumerate(vocabulary)}, unk_token="[UNK]"))
        self.tokenizer.pre_tokenizer = Whitespace()

    def __len__(self):
        return len(self.lines)

    def __getitem__(self, index):
        return torch.tensor(self.tokenizer.encode(self.lines[index]).ids), len(self.lines[index]) % 2


def padded(samples):
    tokens = torch.nn.utils.rnn.pad_sequence([tokens for tokens, _ in samples], batch_first=True)
    return tokens, torch.tensor([label for _, label in samples])


def main():
    file, *given = sys.argv[1:]
    workers, prefetch, persistent = [*map(int, given), *(0, 2, 0)[len(given) :]]
    options = {"prefetch_factor": prefetch, "persistent_workers": bool(persistent)} if workers else {}
    loader = DataLoader(Lines(file), batch_size=64, shuffle=True, num_workers=workers, collate_fn=padded, **options)
    torch.set_num_threads(1)
    embedding = torch.nn.EmbeddingBag(1000, 64)
    model = torch.nn.Linear(64, 2)
    optimizer = torch.optim.SGD([*embedding.parameters(), *model.parameters()], lr=0.01)
    begun = time.monotonic()
    for _ in range(2):
        for tokens, labels in loader:
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(model(embedding(tokens)), labels).backward()
            optimizer.step()
    print(f"seconds {time.monotonic() - begun:.2f}")


if __name__ == "__main__":
    main()
