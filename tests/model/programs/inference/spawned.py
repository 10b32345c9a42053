"""What processes that a program starts get as arguments."""

from multiprocessing import Process
from threading import Thread

import torch.multiprocessing as mp
from accelerate import notebook_launcher


def main(rank, workers, seed=0):
    rank  #? ? (mp.spawn: puts the number of the process first)
    workers  #? 4
    seed  #? 17


def watch(folder, often=2):
    folder  #? 'logs'
    often  #? 2


def look(folder, *, often=2):
    folder  #? 'logs'
    often  #? 3


def listen(folder):
    folder  #? ? (folder: may be among the arguments that a call of `listen` spreads with a star)


def waited_for(folder):
    folder  #? 'logs'


def launched(workers):
    workers  #? 3


notebook_launcher(function=launched, args=(3,), num_processes=2)
mp.spawn(main, args=(4, 17), nprocs=2)
Process(target=watch, args=("logs",)).start()
Thread(target=look, args=("logs",), kwargs={"often": 3}).start()
Thread(target=listen, args=(*folders,)).start()
Process(None, waited_for, "waiting", ("logs",)).start()
