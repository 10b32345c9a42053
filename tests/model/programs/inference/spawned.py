"""What processes that a program starts get as arguments."""

from multiprocessing import Process

import torch.multiprocessing as mp


def main(rank, workers, seed=0):
    rank  #? ?
    workers  #? 4
    seed  #? 17


def watch(folder):
    folder  #? 'logs'


mp.spawn(main, args=(4, 17), nprocs=2)
Process(target=watch, args=("logs",)).start()
