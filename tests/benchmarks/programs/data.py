"""Make up data to train on, and print where it is: `python data.py images|text|hdf5 FOLDER`."""

import random
import sys
from pathlib import Path


def images(folder: Path) -> Path:
    import numpy
    from PIL import Image

    noise = numpy.random.default_rng(0)
    for number in range(2000):
        coarse = Image.fromarray(noise.integers(0, 255, (24, 32, 3), dtype=numpy.uint8))
        (folder / f"{number % 10}").mkdir(exist_ok=True)
        coarse.resize((640, 480), Image.Resampling.BICUBIC).save(folder / f"{number % 10}" / f"{number}.jpg")
    return folder


def text(folder: Path) -> Path:
    draw = random.Random(0)
    words = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=draw.randint(2, 10))) for _ in range(5000)]
    lines = (" ".join(draw.choices(words, k=draw.randint(50, 250))) for _ in range(6000))
    file = folder / "lines.txt"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def hdf5(folder: Path) -> Path:
    import h5py
    import numpy

    noise = numpy.random.default_rng(0)
    with h5py.File(folder / "volumes.h5", "w") as file:
        volumes = file.create_dataset("volumes", (4000, 16, 16, 16), "int16", chunks=(1, 16, 16, 16))
        for number in range(4000):
            volumes[number] = noise.integers(0, 50, (16, 16, 16))
    return folder / "volumes.h5"


if __name__ == "__main__":
    print({"images": images, "text": text, "hdf5": hdf5}[sys.argv[1]](Path(sys.argv[2])))
