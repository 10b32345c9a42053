import random

import torch
from trainers import RowTrainer
from torch.utils.data import Dataset
from transformers import HfArgumentParser, TrainingArguments


class Rows(Dataset):
    def __init__(self):
        self.rng = random.Random()

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return {"x": torch.rand(3) * self.rng.random()}


def main():
    (args,) = HfArgumentParser(TrainingArguments).parse_args_into_dataclasses()
    trainer = RowTrainer(torch.nn.Linear(3, 1), args, train_dataset=Rows())
    trainer.train()


if __name__ == "__main__":
    main()
