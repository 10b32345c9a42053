"""OpenCV: a stream of its own, which every worker gets a copy of (measured), and what reads images."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Data, Fact, Family

ALIASES: Final[dict[str, str]] = {}

FACTS: Final = (
    Fact("cv2.**", plain=True),
    Fact("cv2.imread", reads=True, data=Data.ARRAY),
    Fact("cv2.imdecode", reads=True, data=Data.ARRAY),
    Fact("cv2.cvtColor", data=Data.ARRAY),
    Fact("cv2.resize", data=Data.ARRAY),
    Fact("cv2.VideoCapture", reads=True),
    Fact("cv2.randu", draws=Family.OPENCV),
    Fact("cv2.randn", draws=Family.OPENCV),
    Fact("cv2.randShuffle", draws=Family.OPENCV),
    Fact("cv2.setRNGSeed", seeds=(Family.OPENCV,)),
)
