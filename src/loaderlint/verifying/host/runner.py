"""Starts the child process, takes in its events, and leaves nothing of it behind."""

from __future__ import annotations

import os
import queue
import re
import shlex
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from loaderlint.verifying.host.launcher import LaunchError, program
from loaderlint.verifying.shared.protection import lacks_folder
from loaderlint.verifying.shared.protocol import Ending, Event, Request, death, event_in
from loaderlint.verifying.shared.start import Child, folder_for, start
from loaderlint.verifying.shared.terminal import Streams

#: Seconds beyond the time of a run after which a child that does not end itself is ended.
_GRACE = 10.0

#: Seconds between two looks at whether the child still lives.
_TICK = 0.2

#: Seconds that processes get to end by themselves once they are told to.
_LEAVE = 2.0

#: Lines of the program's own output that are kept, for reports of its failure.
_OUTPUT_LINES = 50

#: Helpers that clean up after others when these are gone, and then go themselves: semaphores and shared memory.
_CLEANERS = ("multiprocessing.resource_tracker", "torch_shm_manager")


#: How often a program is started where a folder of others is gone since the view was tried.
_STARTS = 5

#: What `torch.distributed.run` says of a rank that fails.
_RANK_FAILED = re.compile(r"failed \(exitcode: (-?\d+)\) local_rank: (\d+)")


@dataclass(slots=True)
class Run:
    """What came back from one run: its events in order, and the last lines that the program printed.

    `death` says how the child process died where it could not say how the program ended.
    """

    events: list[Event] = field(default_factory=list)
    output: str = ""
    death: str = ""
    seconds: float = 0.0

    def all(self, kind: str) -> list[Event]:
        """Return the events of a kind."""
        return [event for event in self.events if event["event"] == kind]

    @property
    def ending(self) -> tuple[Ending, str] | None:
        """How the program ended, and a detail; None where the child process died."""
        ended = self.all("ended")
        return (Ending[ended[-1]["how"]], ended[-1]["detail"]) if ended else None


def run(
    request: Request, python: str, directory: Path, seen: Callable[[Event], None], launcher: Sequence[str] = ()
) -> Run:
    """Run a request in a child process of its own group, and tell `seen` every event at once.

    Raises:
        OSError: `python`, or the `launcher` that is to run it elsewhere, cannot be started.
        ProtectionError: the program cannot be protected here.
        LaunchError: nothing could be run behind the launcher.
    """
    for _ in range(_STARTS):
        result = _run(request, python, directory, seen, launcher)
        if result.events or not (result.output.startswith("bwrap: ") and lacks_folder(result.output)):
            break
    return result


def _run(request: Request, python: str, directory: Path, seen: Callable[[Event], None], launcher: Sequence[str]) -> Run:
    begun = time.monotonic()
    result = Run()
    with ExitStack() as stack:
        if launcher:
            child = _launch(program(request, directory), [*launcher, python])
        else:
            folder = stack.enter_context(folder_for(request))
            streams = stack.enter_context(Streams())
            child = start(request, python, str(directory), folder, streams)
            streams.started()
        output: deque[bytes] = deque(maxlen=_OUTPUT_LINES)
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        drains = [
            threading.Thread(target=_drain, args=(stream, take), daemon=True)
            for stream, take in ((child.events, lines.put), (child.printed, output.append))
        ]
        for drain in drains:
            drain.start()

        def heard(line: bytes) -> Event | None:
            event = event_in(line)
            if event is None:
                output.extend([line] if line.strip() else [])
                return None
            result.events.append(event)
            seen(event)
            return event

        try:
            deadline = begun + request.seconds + _GRACE
            result.death = _listen(child, lines, heard, request.ranks, deadline)
            if launcher:
                _check(result, output, launcher)
                with suppress(subprocess.TimeoutExpired):
                    child.process.wait(_GRACE)  # while the other side is tidied up
        finally:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(_TICK)
            if child.first is None:
                _end_groups(child.process, set() if launcher else {event["pid"] for event in result.all("started")})
            else:
                child.end_view()
            for drain in drains:
                drain.join(_TICK)  # what escaped from an unprotected run may keep one open
    result.output = b"".join(output).decode(errors="replace")
    if result.death and (failed := _RANK_FAILED.search(result.output)):
        result.death = f"of rank {failed[2]}, {death(int(failed[1]))}"
    result.seconds = time.monotonic() - begun
    return result


def _launch(text: bytes, command: list[str]) -> Child:
    with tempfile.TemporaryFile() as stdin:
        stdin.write(text)
        stdin.seek(0)
        process = subprocess.Popen(  # noqa: S603 - it is the user's launcher
            command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
        )
    assert process.stderr
    return Child(process, None, process.stderr)


def _check(result: Run, output: Iterable[bytes], launcher: Sequence[str]) -> None:
    """Raise LaunchError unless the program was run on the other side."""
    refused = result.all("refused")
    if refused:
        raise LaunchError(f"{shlex.join(launcher)}: {refused[0]['why']}")
    if not result.events:
        said = [line for line in b"".join(output).decode(errors="replace").splitlines() if line.strip()]
        why = f"the last that it said: {said[-1].strip()}" if said else result.death
        if result.death == death(0) and not said:
            why += ": does the launcher pass standard input on, as `docker exec -i` does?"
        raise LaunchError(f"{shlex.join(launcher)}: nothing was run there; {why}")


def _drain(stream: IO[bytes], take: Callable[[bytes], None]) -> None:
    with stream, suppress(OSError):  # as a terminal ends where nobody has it any more
        for line in stream:
            take(line)


def _listen(
    child: Child,
    lines: queue.SimpleQueue[bytes],
    heard: Callable[[bytes], Event | None],
    ranks: int,
    deadline: float,
) -> str:
    """Take in events until the program has ended on all ranks; return how the child died if it did not say so."""
    while ranks:
        status = child.status()  # asked first: what it wrote at its end may come between
        try:
            event = heard(lines.get(timeout=_TICK))
        except queue.Empty:
            if status is not None:
                return death(status)
            if time.monotonic() > deadline:
                return "it hung so that nothing could stop it"
            continue
        match event:
            case {"event": "ended"}:
                ranks -= 1
            case {"event": "left", "status": status}:
                return death(status)
    return ""


def _end_groups(child: subprocess.Popen[bytes], others: set[int]) -> None:
    """End every process of the child's group and of others, so that those that clean up after the rest can do so."""
    processes = [p for p in psutil.process_iter() if _group(p) in {child.pid, *others}]
    cleaners = [p for p in processes if any(name in argument for name in _CLEANERS for argument in _arguments(p))]
    for members, wait in (([p for p in processes if p not in cleaners], 0.0), (cleaners, _LEAVE)):
        _, left = psutil.wait_procs(members, timeout=wait)
        for end in (psutil.Process.terminate, psutil.Process.kill):
            for process in left:
                with suppress(psutil.Error):
                    end(process)
            _, left = psutil.wait_procs(left, timeout=_LEAVE)
    child.wait()


def _group(process: psutil.Process) -> int | None:
    try:
        return os.getpgid(process.pid)
    except OSError:
        return None


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
