"""Small pictures of samples: PNG, by means of zlib and torch alone."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

import torch

#: The longer side of a picture, in pixels, and the shorter side of what counts as an image.
_SIDE, _LEAST = 56, 4

#: Bytes for each pixel by PNG's types of colour: grey and red-green-blue.
_COLOUR_TYPES = {1: 0, 3: 2}


class Picture(NamedTuple):
    """A PNG in base64, and its size in pixels."""

    png: str
    width: int
    height: int


def picture_of(sample: Any) -> Picture | None:
    """Return a picture of the first image in a sample, None if it holds none.

    An image is a tensor, array or image of PIL with two sides, and one, three or four channels before or behind them.
    What is no byte is stretched over the range of a byte, as normalised images have any range.
    """
    if isinstance(sample, Mapping):
        sample = list(sample.values())
    if isinstance(sample, list | tuple):
        found = (picture_of(part) for part in sample[:10])
        return next((picture for picture in found if picture), None)
    image = _tensor(sample)
    return None if image is None else _picture(image)


def _tensor(sample: Any) -> torch.Tensor | None:
    """An image as a tensor: rows, columns and channels."""
    if not isinstance(sample, torch.Tensor):
        if not hasattr(sample, "__array_interface__"):
            return None
        import numpy as np

        array = np.asarray(sample)
        if array.dtype.kind not in "biuf":
            return None
        sample = torch.as_tensor(np.ascontiguousarray(array, dtype=np.float32))
    if sample.is_complex() or sample.layout is not torch.strided:
        return None
    image: torch.Tensor = sample.detach().cpu()
    if image.ndim == 2:
        image = image[:, :, None]
    elif image.ndim == 3 and image.shape[0] in (1, 3, 4) and min(image.shape[1:]) >= _LEAST:
        image = image.permute(1, 2, 0)
    if image.ndim != 3 or image.shape[2] not in (1, 3, 4) or min(image.shape[:2]) < _LEAST:
        return None
    return image[:, :, :3]


def _picture(image: torch.Tensor) -> Picture:
    step = -(-max(image.shape[:2]) // _SIDE)
    image = image[::step, ::step].float().nan_to_num()
    low, high = image.min().item(), image.max().item()
    if low < 0 or high > 255 or high <= 1:
        low, high = (0.0, 1.0) if low >= 0 and high <= 1 else (low, high)
        image = (image - low) / max(high - low, 1e-9) * 255
    height, width, channels = image.shape
    rows = image.round().to(torch.uint8).reshape(height, -1).tolist()
    pixels = b"".join(b"\0" + bytes(row) for row in rows)  # each row begins with the kind of its filter: none
    header = struct.pack(">IIBBBBB", width, height, 8, _COLOUR_TYPES[channels], 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)
    return Picture(base64.b64encode(png).decode(), width, height)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
