import random

import torch


def start_anew(number):
    random.seed(number)
    torch.manual_seed(number)
