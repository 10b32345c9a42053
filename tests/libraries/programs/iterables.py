# silent: LL401
import asyncio
import itertools
import multiprocessing
import queue
import selectors
import socket
import subprocess
import sys

import av
import Bio.SeqIO
import cv2
import h5py
import imageio
import jsonlines
import librosa
import lmdb
import nibabel
import numpy
import orjson
import pandas
import polars
import pyarrow.parquet
import pysam
import scipy.io
import sklearn.datasets
import soundfile
import ujson
import yaml
import zarr
from PIL import ImageSequence
from torch.utils.data import DataLoader, IterableDataset
from tqdm import tqdm


class Rows(IterableDataset):
    def __init__(self, path, remote):
        self.path = path
        self.remote = remote


class Plain01(Rows):
    def __iter__(self):
        return iter(av.open(self.path))


class Plain02(Rows):
    def __iter__(self):
        return Bio.SeqIO.parse(self.path)


class Plain03(Rows):
    def __iter__(self):
        return cv2.VideoReader(self.path)


class Plain04(Rows):
    def __iter__(self):
        return h5py.Group(self.path)


class Plain05(Rows):
    def __iter__(self):
        return imageio.get_reader(self.path)


class Plain06(Rows):
    def __iter__(self):
        return jsonlines.Reader(self.path)


class Plain07(Rows):
    def __iter__(self):
        return librosa.stream(self.path)


class Plain08(Rows):
    def __iter__(self):
        return lmdb.tool(self.path)


class Plain09(Rows):
    def __iter__(self):
        return nibabel.streamlines(self.path)


class Plain10(Rows):
    def __iter__(self):
        return numpy.nditer(self.path)


class Plain11(Rows):
    def __iter__(self):
        return orjson.loads(self.path)


class Plain12(Rows):
    def __iter__(self):
        return pandas.read_table(self.path)


class Plain13(Rows):
    def __iter__(self):
        return polars.scan_csv(self.path)


class Plain14(Rows):
    def __iter__(self):
        return pyarrow.parquet.ParquetFile(self.path)


class Plain15(Rows):
    def __iter__(self):
        return pysam.AlignmentFile(self.path)


class Plain16(Rows):
    def __iter__(self):
        return scipy.io.readsav(self.path)


class Plain17(Rows):
    def __iter__(self):
        return sklearn.datasets.load_files(self.path)


class Plain18(Rows):
    def __iter__(self):
        return soundfile.blocks(self.path)


class Plain19(Rows):
    def __iter__(self):
        return ujson.loads(self.path)


class Plain20(Rows):
    def __iter__(self):
        return yaml.load_all(self.path)


class Plain21(Rows):
    def __iter__(self):
        return zarr.open(self.path)


class Plain22(Rows):
    def __iter__(self):
        return ImageSequence.Iterator(self.path)


class Plain23(Rows):
    def __iter__(self):
        return range(9)


class Plain24(Rows):
    def __iter__(self):
        return tqdm.bars(self.path)


class Plain25(Rows):
    def __iter__(self):
        return itertools.chain.from_iterable([[1], [2]])


class Shared1(Rows):
    def __iter__(self):
        return asyncio.Queue()


class Shared2(Rows):
    def __iter__(self):
        return multiprocessing.Queue()


class Shared3(Rows):
    def __iter__(self):
        return queue.Queue()


class Shared4(Rows):
    def __iter__(self):
        return selectors.DefaultSelector()


class Shared5(Rows):
    def __iter__(self):
        return socket.fromfd(0)


class Shared6(Rows):
    def __iter__(self):
        return subprocess.Popen(self.path)


class Shared7(Rows):
    def __iter__(self):
        return sys.stdin()


class Remote1(Rows):
    def __iter__(self):
        return map(int, self.remote.rows)


class Remote2(Rows):
    def __iter__(self):
        return filter(None, self.remote.rows)


class Remote3(Rows):
    def __iter__(self):
        return itertools.starmap(int, self.remote.rows)


class Remote4(Rows):
    def __iter__(self):
        return itertools.chain.from_iterable(self.remote.rows)


class Remote5(Rows):
    def __iter__(self):
        return itertools.repeat(4)


plain = DataLoader(Plain01("a", remote), num_workers=2)  #? LL401 error, loader, over Plain01, repaired
plain = DataLoader(Plain02("a", remote), num_workers=2)  #? LL401 error, loader, over Plain02, repaired
plain = DataLoader(Plain03("a", remote), num_workers=2)  #? LL401 error, loader, over Plain03, repaired
plain = DataLoader(Plain04("a", remote), num_workers=2)  #? LL401 error, loader, over Plain04, repaired
plain = DataLoader(Plain05("a", remote), num_workers=2)  #? LL401 error, loader, over Plain05, repaired
plain = DataLoader(Plain06("a", remote), num_workers=2)  #? LL401 error, loader, over Plain06, repaired
plain = DataLoader(Plain07("a", remote), num_workers=2)  #? LL401 error, loader, over Plain07, repaired
plain = DataLoader(Plain08("a", remote), num_workers=2)  #? LL401 error, loader, over Plain08, repaired
plain = DataLoader(Plain09("a", remote), num_workers=2)  #? LL401 error, loader, over Plain09, repaired
plain = DataLoader(Plain10("a", remote), num_workers=2)  #? LL401 error, loader, over Plain10, repaired
plain = DataLoader(Plain11("a", remote), num_workers=2)  #? LL401 error, loader, over Plain11, repaired
plain = DataLoader(Plain12("a", remote), num_workers=2)  #? LL401 error, loader, over Plain12, repaired
plain = DataLoader(Plain13("a", remote), num_workers=2)  #? LL401 error, loader, over Plain13, repaired
plain = DataLoader(Plain14("a", remote), num_workers=2)  #? LL401 error, loader, over Plain14, repaired
plain = DataLoader(Plain15("a", remote), num_workers=2)  #? LL401 error, loader, over Plain15, repaired
plain = DataLoader(Plain16("a", remote), num_workers=2)  #? LL401 error, loader, over Plain16, repaired
plain = DataLoader(Plain17("a", remote), num_workers=2)  #? LL401 error, loader, over Plain17, repaired
plain = DataLoader(Plain18("a", remote), num_workers=2)  #? LL401 error, loader, over Plain18, repaired
plain = DataLoader(Plain19("a", remote), num_workers=2)  #? LL401 error, loader, over Plain19, repaired
plain = DataLoader(Plain20("a", remote), num_workers=2)  #? LL401 error, loader, over Plain20, repaired
plain = DataLoader(Plain21("a", remote), num_workers=2)  #? LL401 error, loader, over Plain21, repaired
plain = DataLoader(Plain22("a", remote), num_workers=2)  #? LL401 error, loader, over Plain22, repaired
plain = DataLoader(Plain23("a", remote), num_workers=2)  #? LL401 error, loader, over Plain23, repaired
plain = DataLoader(Plain24("a", remote), num_workers=2)  #? LL401 error, loader, over Plain24, repaired
plain = DataLoader(Plain25("a", remote), num_workers=2)  #? LL401 error, loader, over Plain25, repaired
shared = DataLoader(Shared1("a", remote), num_workers=2)  #? loader, over Shared1
shared = DataLoader(Shared2("a", remote), num_workers=2)  #? loader, over Shared2
shared = DataLoader(Shared3("a", remote), num_workers=2)  #? loader, over Shared3
shared = DataLoader(Shared4("a", remote), num_workers=2)  #? loader, over Shared4
shared = DataLoader(Shared5("a", remote), num_workers=2)  #? loader, over Shared5
shared = DataLoader(Shared6("a", remote), num_workers=2)  #? loader, over Shared6
shared = DataLoader(Shared7("a", remote), num_workers=2)  #? loader, over Shared7
in_doubt = DataLoader(Remote1("a", remote), num_workers=2)  #? loader, over Remote1
in_doubt = DataLoader(Remote2("a", remote), num_workers=2)  #? loader, over Remote2
in_doubt = DataLoader(Remote3("a", remote), num_workers=2)  #? loader, over Remote3
in_doubt = DataLoader(Remote4("a", remote), num_workers=2)  #? loader, over Remote4
in_doubt = DataLoader(Remote5("a", remote), num_workers=2)  #? loader, over Remote5
#---
import random

import numpy as np
from torch.utils.data import DataLoader, IterableDataset


class Shuffled(IterableDataset):
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        random.shuffle(self.items)  #? draws python
        return iter(self.items)


class ShuffledByNumpy(IterableDataset):
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        np.random.shuffle(self.items)  #? draws numpy
        return iter(self.items)


class Sampled(IterableDataset):
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        self.first = random.sample(self.items, 1)  #? draws python
        return iter(self.items)


def build(items):
    container = DataLoader(Shuffled(items), num_workers=2)  #? LL401 error, loader, over Shuffled, repaired
    container = DataLoader(ShuffledByNumpy(items), num_workers=2)  #? LL401 error, loader, over ShuffledByNumpy, repaired
    container = DataLoader(Sampled(items), num_workers=2)  #? LL401 error, loader, over Sampled, repaired
