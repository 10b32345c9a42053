"""Short texts that are equal for equal samples, whatever a sample is made of, in every process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from types import BuiltinFunctionType, FunctionType
from typing import Any

import torch

#: Containers with more in them are digested as a whole.
MOST_PARTS = 100


class NotDigestibleError(Exception):
    """A sample holds something whose content cannot be read, as an open file or a generator."""


def digest(value: Any) -> str:
    """Return a text of 16 characters that stands for a value's content, and never for its identity or address.

    Tensors, arrays, images, containers and whatever can be pickled are told apart by all of their content. Raises
    NotDigestibleError where there is none to read.
    """
    hasher = hashlib.blake2b(digest_size=8)
    _feed(hasher, value, ())
    return hasher.hexdigest()


def digest_parts(value: Any, path: str = "") -> dict[str, str]:
    """Digest each part of a sample on its own, by its place: what small dicts, lists and tuples hold.

    Parts without content that could be read are left out.
    """
    parts: dict[Any, Any] = {}
    if isinstance(value, (Mapping, list, tuple)) and len(value) <= MOST_PARTS:
        parts = dict(value) if isinstance(value, Mapping) else dict(enumerate(value))
    found: dict[str, str] = {}
    for name, part in parts.items():
        found |= digest_parts(part, f"{path}[{name!r}]")
    try:
        return found or {path: digest(value)}
    except NotDigestibleError:
        return {}


def _feed(hasher: Any, value: Any, above: tuple[int, ...]) -> None:
    """Add a value to a hash; `above` are the ids of the objects that hold it."""
    hasher.update(f"({type(value).__module__}.{type(value).__qualname__}".encode())
    if id(value) in above:
        hasher.update(b"again")
        return
    inside = (*above, id(value))
    if value is None or isinstance(value, (bool, int, float, complex, str)):
        hasher.update(repr(value).encode("utf-8", "surrogatepass"))
    elif isinstance(value, (bytes, bytearray, memoryview)):
        hasher.update(bytes(value))
    elif isinstance(value, torch.Tensor):
        hasher.update(f"{value.dtype}{tuple(value.shape)}".encode())
        hasher.update(_bytes_of(value))
    elif hasattr(value, "__array_interface__"):  # NumPy's arrays and scalars, images of PIL
        array = value.__array_interface__
        hasher.update(f"{array['typestr']}{array['shape']}".encode())
        if array["typestr"].startswith("|O"):
            _feed_all(hasher, value.tolist(), inside)
        else:
            hasher.update(value.tobytes())
    elif isinstance(value, Mapping):
        _feed_all(hasher, [part for item in value.items() for part in item], inside)
    elif isinstance(value, (list, tuple)):
        _feed_all(hasher, value, inside)
    elif isinstance(value, (set, frozenset)):
        _feed_all(hasher, sorted(digest(part) for part in value), inside)
    elif isinstance(value, (type, FunctionType, BuiltinFunctionType)):
        hasher.update(f"{value.__module__}.{value.__qualname__}".encode())
    else:
        _feed_all(hasher, _parts_of(value), inside)
    hasher.update(b")")


def _feed_all(hasher: Any, values: Iterable[Any], above: tuple[int, ...]) -> None:
    for value in values:
        _feed(hasher, value, above)


def _bytes_of(tensor: torch.Tensor) -> bytes:
    if tensor.layout is not torch.strided:
        tensor = tensor.to_dense()
    if tensor.is_quantized:
        tensor = tensor.int_repr()
    flat = tensor.detach().cpu().resolve_conj().resolve_neg().contiguous().reshape(-1).view(torch.uint8)
    try:
        return bytes(flat.numpy())
    except RuntimeError:  # no NumPy
        return bytes(flat.tolist())


def _parts_of(value: Any) -> Iterable[Any]:
    """What an object is made of, as `pickle` and `copy` take it apart."""
    try:
        reduced = value.__reduce_ex__(4)
    except Exception as error:
        raise NotDigestibleError(f"a `{type(value).__name__}` has no content that can be compared") from error
    if isinstance(reduced, str):
        return [reduced]
    return [list(part) if hasattr(part, "__next__") else part for part in reduced]
