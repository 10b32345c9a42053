# expect: LL207
# transformers' parser fills a dataclass: its defaults, 0 workers and persistent ones, are what the program starts with.
from dataclasses import dataclass, field

from torch.utils.data import DataLoader
from transformers import HfArgumentParser


@dataclass
class DataArguments:
    workers: int = field(default=0, metadata={"help": "how many"})
    keep: bool = True


def main():
    parser = HfArgumentParser((DataArguments,))
    (args,) = parser.parse_args_into_dataclasses()
    return DataLoader(range(8), num_workers=args.workers, persistent_workers=args.keep)


main()
