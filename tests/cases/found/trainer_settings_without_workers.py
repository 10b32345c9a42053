# expect: LL101 as advice
# A trainer takes its settings from the command line: the library's default is no workers, so the user may ask for some.
import random
from dataclasses import dataclass, field

import transformers
from torch.utils.data import Dataset


@dataclass
class ModelArguments:
    name: str = field(default="small")


@dataclass
class TrainingArguments(transformers.TrainingArguments):
    cache: str = field(default="")


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
    model = transformers.AutoModel.from_pretrained(model_args.name)
    trainer = transformers.Trainer(model=model, args=training_args, train_dataset=Rows())
    trainer.train()


if __name__ == "__main__":
    main()
