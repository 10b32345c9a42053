# forbid: LL101 as error, LL101 as warning
# A trainer hands its arguments on, by `*args` and `**kwargs`: the settings, which are called `args`, are among them, with no workers.
import random

import transformers
from torch.utils.data import Dataset


class Rows(Dataset):
    def __init__(self):
        self.rng = random.Random(0)

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return {"x": self.rng.random()}


class OwnTrainer(transformers.Trainer):
    def __init__(self, *args, weights=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.weights = weights


def main():
    settings = transformers.TrainingArguments("out", dataloader_num_workers=0)
    model = transformers.AutoModel.from_pretrained("small")
    trainer = OwnTrainer(model=model, args=settings, train_dataset=Rows(), weights=[1, 2])
    trainer.train()


if __name__ == "__main__":
    main()
