"""How batches get to the GPU: from pageable and pinned memory, beside a computation, and whether it waits for them.

Copies and computations are timed by events of CUDA, how long the program is kept by the clock of the host: each some
times, after as many that do not count, of which the median is taken. The computation is a product of matrices that is
repeated until it takes about as long as the step of a small model. How long a real step takes is not known, as the
program is stopped before it trains.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Iterator, Mapping
from statistics import median
from typing import Any

import torch

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments._reading import Deadline, read, reason
from loaderlint.verifying.child.experiments._state import undisturbed
from loaderlint.verifying.child.experiments._transfer import NAME, Copying, concluded, waiting
from loaderlint.verifying.child.subject import Subject, shut_down
from loaderlint.verifying.shared.measurement import Measurement

WARM_UP, REPEATS = 5, 15
COMPUTE = 10.0  # milliseconds
SIZE = 2048  # of the matrices
MOST = 200  # batches that the GPU may wait for
AHEAD = 2  # steps that the program may be ahead of the GPU

Work = Callable[[], Any]


def run(subject: Subject) -> Measurement:
    """Measure with a batch of the loader, and with an epoch of it. `RAISES` means that its batches cannot be pinned."""
    if not torch.cuda.is_available():
        return Measurement(NAME, not_run="there is no CUDA device that anything could be copied to")
    device = torch.cuda.get_device_name()
    try:
        batch = _batch(subject, pin=bool(subject.loader.pin_memory))
    except Exception as error:
        if not subject.loader.pin_memory:
            raise
        _batch(subject, pin=False)  # if that raises as well, pinning is not to blame
        said = f"{device}: with `pin_memory` the first batch raises {reason(error)}, without it does not"
        return Measurement(NAME, said, {Sign.RAISES: True}, figures={"device": device})
    tensors = list(tensors_of(batch))
    if not any(tensor.numel() for tensor in tensors):
        what = "its batches hold no tensor"
    elif all(tensor.is_cuda for tensor in tensors):
        what = "its batches are on the GPU already"
    else:
        compute, step = _computation()
        copying = _copying([tensor for tensor in tensors if not tensor.is_cuda], compute, step)
        return concluded(device, copying, step, _waiting(subject, compute))
    return Measurement(NAME, f"{device}: {what}: there is nothing to copy", {Sign.RAISES: False})


def _batch(subject: Subject, *, pin: bool) -> Any:
    (epoch,) = read(subject, 1, Deadline(subject.budget / 4), most=1, pin_memory=pin)
    return epoch.batches[0] if epoch.batches else None


def tensors_of(batch: Any) -> Iterator[torch.Tensor]:
    """Yield the dense tensors that a batch holds, in containers of the usual kinds or in its attributes."""
    if isinstance(batch, torch.Tensor):
        if batch.layout is torch.strided:
            yield batch
    elif isinstance(batch, Mapping):
        for part in batch.values():
            yield from tensors_of(part)
    elif isinstance(batch, list | tuple):
        for part in batch:
            yield from tensors_of(part)
    else:
        yield from (part for part in getattr(batch, "__dict__", {}).values() if isinstance(part, torch.Tensor))


def _computation() -> tuple[Work, float]:
    """Some work for the GPU, and how long it takes."""
    # Where a program asks for deterministic algorithms, torch refuses to multiply without.
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    matrix = torch.rand(SIZE, SIZE, device="cuda", generator=torch.Generator("cuda"))
    product = torch.empty_like(matrix)

    def repeated(times: int) -> Work:
        return lambda: [torch.mm(matrix, matrix, out=product) for _ in range(times)]

    compute = repeated(max(1, math.ceil(COMPUTE / max(_on_gpu(repeated(1)), 1e-3))))
    return compute, _on_gpu(compute)


def _copying(tensors: list[torch.Tensor], compute: Work, step: float) -> Copying:
    pageable, pinned = [t.clone() for t in tensors], [t.clone().pin_memory() for t in tensors]
    side: Any = torch.cuda.Stream()  # type: ignore[no-untyped-call]

    def copy(of: list[torch.Tensor], *, non_blocking: bool = True) -> Work:
        return lambda: [tensor.to("cuda", non_blocking=non_blocking) for tensor in of]

    def beside(of: list[torch.Tensor]) -> Work:
        def work() -> None:
            side.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(side):
                copy(of)()
            compute()
            torch.cuda.current_stream().wait_stream(side)

        return work

    return Copying(
        bytes=sum(tensor.numel() * tensor.element_size() for tensor in tensors),
        is_pinned=all(tensor.is_pinned() for tensor in tensors),
        pageable=_on_gpu(copy(pageable)),
        pinned=_on_gpu(copy(pinned)),
        compute=step,
        blocking=_on_host(copy(tensors, non_blocking=False), compute),
        non_blocking=_on_host(copy(tensors), compute),
        beside_pageable=_on_gpu(beside(pageable)),
        beside_pinned=_on_gpu(beside(pinned)),
    )


def _on_gpu(work: Work) -> float:
    """How long some work takes on the GPU, from when it begins with nothing before it."""

    def once() -> float:
        torch.cuda.synchronize()
        begin = _mark()
        work()
        end = _mark()
        end.synchronize()
        return float(begin.elapsed_time(end))

    return _steady(once)


def _on_host(work: Work, before: Work) -> float:
    """How long the program is kept by some work, while the GPU does what comes before."""

    def once() -> float:
        torch.cuda.synchronize()
        before()
        begin = time.perf_counter()
        work()
        kept = time.perf_counter() - begin
        torch.cuda.synchronize()
        return 1000 * kept

    return _steady(once)


def _steady(once: Callable[[], float]) -> float:
    for _ in range(WARM_UP):
        once()
    return median(once() for _ in range(REPEATS))


def _mark() -> Any:
    event: Any = torch.cuda.Event(enable_timing=True)  # type: ignore[no-untyped-call]
    event.record()
    return event


def _waiting(subject: Subject, compute: Work) -> float | None:
    """The share of time that the GPU waits for the loader, as it is set, with a computation for each batch."""
    deadline = Deadline(subject.budget / 2)
    skipped = 2 * max(1, subject.loader.num_workers)  # batches that come while workers start
    begins, ends = [], []
    with undisturbed(subject.loader):
        loader = subject.rebuild()
        iterator: Any = iter(loader)
        try:
            for batch in iterator:
                begins.append(_mark())
                for tensor in tensors_of(batch):
                    tensor.to("cuda", non_blocking=True)
                compute()
                ends.append(_mark())
                if len(ends) > AHEAD:
                    ends[-1 - AHEAD].synchronize()
                if len(ends) >= MOST + skipped or not deadline.left:
                    break
        finally:
            if hasattr(iterator, "_shutdown_workers"):
                iterator._shutdown_workers()
            shut_down(loader)
    torch.cuda.synchronize()
    begins, ends = begins[skipped:], ends[skipped:]
    gaps = [end.elapsed_time(begin) for end, begin in zip(ends, begins[1:], strict=False)]
    return waiting(gaps, [begin.elapsed_time(end) for begin, end in zip(begins[1:], ends[1:], strict=True)])
