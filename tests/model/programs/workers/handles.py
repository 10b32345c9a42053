"""Open files that item code reads through: shared by workers, or opened by each."""

import io
import sqlite3
import tarfile
import zipfile

import h5py
import lmdb
from torch.utils.data import Dataset


class Shared(Dataset):
    def __init__(self, path):
        self.file = open(path, "rb")
        self.archive = h5py.File(path)
        self.env = lmdb.open(path)
        self.images = h5py.File(path)["images"]
        self.log = open(path, "w")
        self.memory = tarfile.open(fileobj=io.BytesIO())
        self.zip = zipfile.ZipFile(path)
        self.zip.close()

    def __getitem__(self, index):
        self.file.seek(index)  #? reads file self.file, shared
        with self.env.begin() as transaction:  #? reads LMDB environment self.env, shared
            transaction.get(str(index))  #? reads LMDB environment self.env, shared
        self.log.write("read")
        self.memory.getmembers()
        self.zip.read("a")  #? reads zip archive self.zip
        return self.archive["labels"][index], self.images[index]  #? reads HDF5 file self.archive, shared; reads HDF5 file self.images, shared


class Opened(Dataset):
    def __init__(self, path):
        self.path = path
        self.file = None

    def __getitem__(self, index):
        if self.file is None:
            self.file = h5py.File(self.path)
        with open(self.path) as lines:
            lines.readline()  #? reads file lines
        return self.file["images"][index]  #? reads HDF5 file self.file


class OpenedByLen(Dataset):
    def __init__(self, path):
        self.path = path
        self.file = None

    def _open(self):
        self.file = h5py.File(self.path)

    def __len__(self):
        self._open()
        return len(self.file)

    def __getitem__(self, index):
        if self.file is None:
            self._open()
        return self.file["images"][index]  #? reads HDF5 file self.file, shared


class Query(Dataset):
    connection = sqlite3.connect("labels.db")

    def __getitem__(self, index):
        return self.connection.execute("select")  #? reads SQLite connection self.connection, shared
