import os

import torch


def join(options):
    options.rank = int(os.environ["LOCAL_RANK"])
    options.device = torch.device("cuda", options.rank)
