# forbid: LL101 as error, LL101 as warning
# The settings that a trainer takes from the command line are changed before it gets them: no workers.
import random
from dataclasses import dataclass, field

import transformers
from torch.utils.data import Dataset


@dataclass
class ModelArguments:
    name: str = field(default="small")


@dataclass
class TrainingArguments(transformers.TrainingArguments):
    dataloader_num_workers: int = field(default=4)


class Rows(Dataset):
    def __init__(self):
        self.rng = random.Random(0)

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return {"x": self.rng.random()}


def main():
    parser = transformers.HfArgumentParser((ModelArguments, TrainingArguments))
    model_args, training_args = parser.parse_args_into_dataclasses()
    training_args.dataloader_num_workers = 0
    model = transformers.AutoModel.from_pretrained(model_args.name)
    trainer = transformers.Trainer(model=model, args=training_args, train_dataset=Rows())
    trainer.train()


if __name__ == "__main__":
    main()
