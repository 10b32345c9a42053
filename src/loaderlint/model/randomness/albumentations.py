"""Which albumentations a project uses: only 1.4.21 to 2.0.8 give every worker the same random numbers (FACTS.md 1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.project.file import File
from loaderlint.model.project.modules import PINNING
from loaderlint.syntax import tree

#: The releases whose transforms keep a stream of their own, which workers get a copy of.
_AFFECTED = (*(f"1.4.{patch}" for patch in range(21, 25)), *(f"2.0.{patch}" for patch in range(9)))

_PIN = re.compile(r"\balbumentations(?:\[[^\]]*\])?[\"'\s]*(?:=\s*[\"'])?((?:(?:[=<>!~^]=?)\s*[\d.]+(?:\.\*)?[\s,]*)+)")

#: What is gone from releases before the affected ones, or from 2.0 (sources of 1.3.1, 1.4.21 and 2.0.8).
_GONE_MODULES = (
    "albumentations.imgaug", "albumentations.pytorch.functional", "albumentations.random_utils",
    "albumentations.augmentations.functional", "albumentations.augmentations.transforms",
    "albumentations.augmentations.domain_adaptation",
)  # fmt: skip
_GONE = {"ToTensor", "Cutout", "JpegCompression", "RandomBrightness", "RandomContrast", "Flip"}

#: Keywords that 2.0 no longer heeds.
_GONE_KEYWORDS = {"always_apply", "var_limit", "quality_lower", "quality_upper", "max_holes", "alpha_affine"}


def may_share_stream(evaluator: Evaluator, root: Path, files: Iterable[File]) -> bool:
    """Whether the albumentations that `files` are written for, in a project at `root`, may be an affected one.

    The nearest file that pins it decides; else code that needs an older one is taken at its word.
    """
    for file in files:
        pinned = _pinned(file.directory, root)
        if pinned is not None:
            return any(release in pinned for release in _AFFECTED)
        if _needs_older(evaluator, file):
            return False
    return True


def _pinned(directory: Path, root: Path) -> SpecifierSet | None:
    """The releases that the requirements in a directory, or in the nearest one above it within `root`, leave."""
    for pattern in PINNING:
        for path in sorted(directory.glob(pattern)):
            try:
                match = _PIN.search(path.read_text(encoding="utf-8", errors="replace"))
                if match is not None:
                    return SpecifierSet(_as_specifier(match[1]))
            except (OSError, InvalidSpecifier):
                continue
    if directory == root or root not in directory.parents:
        return None
    return _pinned(directory.parent, root)


def _as_specifier(pin: str) -> str:
    """A pin as PEP 440 writes it: conda's `=1.3` and Poetry's `^1.3` as well."""
    pin = pin.strip().rstrip(",")
    if match := re.fullmatch(r"=\s*([\d.]+)", pin):
        return f"=={match[1]}.*"
    if match := re.fullmatch(r"\^\s*(\d+)([\d.]*)", pin):
        return f">={match[1]}{match[2]},<{int(match[1]) + 1}"
    return pin


def _needs_older(evaluator: Evaluator, file: File) -> bool:
    """Whether a file takes from albumentations what newer releases do not have."""
    if "albumentations" not in file.source.text:
        return False
    for node in tree.walk(file.tree):
        match node:
            case tree.Import(source=source, names=names):
                modules = [source] if source else [name for name, _ in names]
                if any(module.startswith(_GONE_MODULES) for module in modules):
                    return True
                if source and source.startswith("albumentations") and any(_is_gone(name) for name, _ in names):
                    return True
            case tree.Attribute(attr=attr) if _is_gone(attr):
                if (evaluator.path(file, node) or "").startswith("albumentations."):
                    return True
            case tree.Call(args=args) if any(a.keyword in _GONE_KEYWORDS for a in args):
                if (evaluator.path(file, node.func) or "").startswith("albumentations."):
                    return True
    return False


def _is_gone(name: str) -> bool:
    return name in _GONE or name.startswith("IAA")
