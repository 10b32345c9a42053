import random

import torch
from trainers import RowTrainer
from torch.utils.data import Dataset
from transformers import TrainingArguments


class Rows(Dataset):
    def __init__(self):
        self.factor = random.random()

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return {"x": torch.rand(3) * self.factor}


def main():
    args = TrainingArguments("out", dataloader_num_workers=4)
    trainer = RowTrainer(torch.nn.Linear(3, 1), args, train_dataset=Rows())
    trainer.train()


if __name__ == "__main__":
    main()
