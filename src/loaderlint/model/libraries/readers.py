"""Libraries that read and decode files: images, sound, tables, volumes. They know nothing of torch's workers."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Family, Opened, Rows

ALIASES: Final = {
    "imageio.v2": "imageio",
    "imageio.v3": "imageio",
    "librosa.core": "librosa",
    "zarr.ZipStore": "zarr.storage.ZipStore",
}

#: Method chains of pandas, as they end, whose result holds objects made of several.
COMPOUND_METHODS: Final = ("values.tolist", "to_numpy.tolist", "to_dict")

#: Methods whose result is long: rows of a table, lines of a file, files of a directory.
ROW_METHODS: Final = (
    "iterrows", "itertuples", "readlines", "splitlines", "glob", "rglob", "iterdir", "tolist", "to_dict",
)  # fmt: skip

#: Methods that take a text or a match apart, or make a list of an array.
TAKING_APART: Final = ("findall", "groups", "partition", "rpartition", "rsplit", "split", "splitlines", "tolist")

_PLAIN = (
    "Bio", "av", "h5py", "imageio", "jsonlines", "librosa", "lmdb", "nibabel", "orjson", "pandas", "polars",
    "pyarrow", "pysam", "scipy", "sklearn", "soundfile", "ujson", "yaml", "zarr",
)  # fmt: skip

_READING = (
    "SimpleITK.ReadImage", "imageio.imread", "librosa.load", "nibabel.load", "pandas.read_csv",
    "pandas.read_parquet", "pydicom.dcmread", "scipy.io.loadmat", "scipy.io.wavfile.read",
    "skimage.io.imread", "soundfile.read", "tifffile.imread", "torchaudio.load",
)  # fmt: skip

#: What keeps a file open that all processes then read from one position.
_OPENING = (
    "pyfaidx.Fasta", "pysam.FastaFile", "rasterio.open", "soundfile.SoundFile", "tifffile.TiffFile",
)  # fmt: skip

FACTS: Final = (
    *(Fact(f"{library}.**", plain=True) for library in _PLAIN),
    *(Fact(path, reads=True) for path in _READING),
    *(Fact(path, opens=Opened.FILE) for path in _OPENING),
    Fact("h5py.File", opens=Opened.HDF5),
    Fact("tables.open_file", opens=Opened.HDF5),
    Fact("tables.openFile", opens=Opened.HDF5),
    Fact("zarr.storage.ZipStore", opens=Opened.ZIP),
    *(Fact(f"zarr.{name}", archive=".zip", reads_through=True) for name in ("open", "open_group", "open_array")),
    *(Fact(f"zarr.{name}", reads_through=True) for name in ("group", "Group", "Array")),
    # Nearly all of its caches hold the latest results alone, whatever their rule.
    Fact("cachetools.cached", caches=True, caches_at_most=("maxsize", 128)),
    Fact("lmdb.open", opens=Opened.LMDB),
    Fact("lmdb.Environment", opens=Opened.LMDB),
    Fact("jsonlines.open", rows=Rows.SINGLE),
    Fact("skimage.util.random_noise", draws=Family.NUMPY),
)
