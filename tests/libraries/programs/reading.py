import json
import pickle

import cv2
import h5py
import imageio
import librosa
import nibabel
import numpy as np
import pandas
import pydicom
import rasterio
import scipy.io.wavfile
import SimpleITK
import skimage.io
import soundfile
import tifffile
import torch
import torchaudio
import torchvision
from PIL import Image
from torch.utils.data import Dataset
from torchvision.datasets.folder import default_loader


class Files(Dataset):
    def __getitem__(self, path):
        cv2.imread(path)  #? reads
        cv2.imdecode(path, 1)  #? reads
        cv2.VideoCapture(path)  #? reads
        imageio.imread(path)  #? reads
        librosa.load(path)  #? reads
        nibabel.load(path)  #? reads
        np.load(path)  #? reads
        np.fromfile(path)  #? reads
        np.loadtxt(path)  #? reads
        pandas.read_csv(path)  #? reads
        pandas.read_parquet(path)  #? reads
        pydicom.dcmread(path)  #? reads
        rasterio.open(path)  #? reads
        scipy.io.loadmat(path)  #? reads
        scipy.io.wavfile.read(path)  #? reads
        SimpleITK.ReadImage(path)  #? reads
        skimage.io.imread(path)  #? reads
        soundfile.read(path)  #? reads
        tifffile.imread(path)  #? reads
        torch.load(path)  #? reads
        torchaudio.load(path)  #? reads
        torchvision.io.read_image(path)  #? reads
        torchvision.io.decode_image(path)  #? reads
        Image.open(path)  #? reads
        default_loader(path)  #? reads
        pickle.load(self.file)  #? reads
        json.load(self.file)  #? reads
        return path
#---
import bz2
import codecs
import gzip
import lzma
import pathlib
import sqlite3
import tarfile
import zipfile

import h5py
import lmdb
import pyfaidx
import pysam
import rasterio
import soundfile
import tables
import tifffile
from torch.utils.data import Dataset


class Handles(Dataset):
    def __getitem__(self, path):
        open(path)  #? reads
        codecs.open(path)  #? reads
        gzip.open(path)  #? reads
        gzip.GzipFile(path)  #? reads
        bz2.open(path)  #? reads
        lzma.open(path)  #? reads
        tarfile.open(path)  #? reads
        tarfile.TarFile(path)  #? reads
        zipfile.ZipFile(path)  #? reads
        h5py.File(path)  #? reads
        tables.open_file(path)  #? reads
        tables.openFile(path)  #? reads
        lmdb.open(path)  #? reads
        lmdb.Environment(path)  #? reads
        sqlite3.connect(path)  #? reads
        pyfaidx.Fasta(path)  #? reads
        pysam.FastaFile(path)  #? reads
        rasterio.open(path)  #? reads
        soundfile.SoundFile(path)  #? reads
        tifffile.TiffFile(path)  #? reads
        return path
#---
import pathlib
import socket

import MySQLdb
import mysql.connector
import psycopg
import psycopg2
import pymongo
import pymysql
from torch.utils.data import DataLoader, Dataset


class Shared(Dataset):
    def __init__(self, handle):
        self.handle = handle

    def __getitem__(self, index):
        return self.handle.read()


connection = DataLoader(Shared(MySQLdb.connect()), num_workers=2)  #? LL301 warning, loader, numbered, over Shared
connection = DataLoader(Shared(mysql.connector.connect()), num_workers=2)  #? LL301 warning, loader, numbered, over Shared
connection = DataLoader(Shared(psycopg.connect()), num_workers=2)  #? LL301 warning, loader, numbered, over Shared
connection = DataLoader(Shared(psycopg2.connect()), num_workers=2)  #? LL301 warning, loader, numbered, over Shared
connection = DataLoader(Shared(pymongo.MongoClient()), num_workers=2)  #? LL301 warning, loader, numbered, over Shared
connection = DataLoader(Shared(pymysql.connect()), num_workers=2)  #? LL301 warning, loader, numbered, over Shared
connection = DataLoader(Shared(socket.socket()), num_workers=2)  #? LL301 warning, loader, numbered, over Shared
connection = DataLoader(Shared(socket.create_connection("")), num_workers=2)  #? LL301 warning, loader, numbered, over Shared
file = DataLoader(Shared(pathlib.Path("a").open()), num_workers=2)  #? LL301 error, LL301 warning, loader, numbered, over Shared
#---
# silent: LL301
import io
import tarfile

from torch.utils.data import DataLoader, Dataset


class Looking(Dataset):
    def __init__(self, path):
        self.file = open(path)

    def __getitem__(self, index):
        print(self.file, len(self.file), id(self.file), type(self.file), repr(self.file), str(self.file))
        return bool(self.file), isinstance(self.file, str), hasattr(self.file, "name"), getattr(self.file, "name")


class InMemory(Dataset):
    def __init__(self, data):
        self.bytes = tarfile.open(fileobj=io.BytesIO(data))
        self.text = tarfile.open(fileobj=io.StringIO(data))

    def __getitem__(self, index):
        return self.bytes.next(), self.text.next()


loader = DataLoader(Looking("a"), num_workers=2)  #? loader, numbered, over Looking
loader = DataLoader(InMemory(b""), num_workers=2)  #? loader, numbered, over InMemory
#---
import numpy as np
import zarr
from torch.utils.data import DataLoader, Dataset


class Read(Dataset):
    def __init__(self, root):
        self.root = root

    def __getitem__(self, index):
        return self.root["images"][index]


root = DataLoader(Read(zarr.open_group(zarr.ZipStore("a"))), num_workers=2)  #? LL301 error, LL301 warning, loader, numbered, over Read
root = DataLoader(Read(zarr.open_array(zarr.ZipStore("b"))), num_workers=2)  #? LL301 error, LL301 warning, loader, numbered, over Read
root = DataLoader(Read(zarr.group(store=zarr.ZipStore("c"))), num_workers=2)  #? LL301 error, LL301 warning, loader, numbered, over Read
root = DataLoader(Read(zarr.Group(zarr.ZipStore("d"))), num_workers=2)  #? LL301 error, LL301 warning, loader, numbered, over Read
root = DataLoader(Read(zarr.Array(zarr.ZipStore("e"))), num_workers=2)  #? LL301 error, LL301 warning, loader, numbered, over Read
root = DataLoader(Read(zarr.open("f.zip")), num_workers=2)  #? LL301 error, LL301 warning, loader, numbered, over Read
arrays = DataLoader(Read(np.load("g.npz")), num_workers=2)  #? LL301 error, LL301 warning, loader, numbered, over Read
arrays = DataLoader(Read(np.load("h.npy")), num_workers=2)  #? loader, numbered, over Read
#---
from torch.utils.data import DataLoader
from torchvision.datasets import LSUN

rooms = LSUN("lsun")  #? LL301 warning
loader = DataLoader(rooms, num_workers=4)  #? loader, numbered
