"""Whether workers can make a batch once the program has used a GPU, which forked workers cannot use any more."""

from __future__ import annotations

import torch

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments._reading import Collate, Deadline, read, reason
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement

NAME = "cuda"


def run(subject: Subject) -> Measurement:
    """Use the GPU, and read a batch."""
    if not torch.cuda.is_available():
        return Measurement(NAME, not_run="there is no CUDA device")
    if not subject.loader.num_workers:
        return Measurement(NAME, not_run="the loader has no workers")
    torch.zeros(1, device="cuda")
    try:
        read(subject, 1, Deadline(subject.budget), most=1, collate_fn=Collate(subject.loader.collate_fn))
    except Exception as error:
        return Measurement(NAME, f"once a GPU is in use, a batch raises {reason(error)}", {Sign.RAISES: True})
    return Measurement(NAME, "once a GPU is in use, workers make a batch all the same", {Sign.RAISES: False})
