# expect: LL207
# Two libraries add their options to the parser, one after the other; both hand it back.
from argparse import ArgumentParser

import deepspeed
import pytorch_lightning as pl
from torch.utils.data import DataLoader


def main():
    parser = ArgumentParser()
    parser.add_argument("--workers", default=0, type=int)
    parser = pl.Trainer.add_argparse_args(deepspeed.add_config_arguments(parser))
    args, _ = parser.parse_known_args()
    return DataLoader(range(10), batch_size=2, num_workers=args.workers, persistent_workers=True)


main()
