"""What the time of a batch goes into, from reading its files to the step, and what more workers and batches gain."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

#: More workers gain little where those that there are reach this share of the best.
_NEARLY = 0.9

#: A sample from files that are not in memory is worth a word if it takes longer by this factor.
_SLOWER = 1.5

#: The share of the usable cores from which other programs disturb what is measured.
_DISTURBED = 0.2


@dataclass(frozen=True, slots=True)
class Part:
    """What a batch spends seconds on: in all, of that with a core, and in all where no file is in the page cache.

    The latter two are None where they are not known.
    """

    name: str
    wall: float
    cpu: float | None = None
    cold: float | None = None


def parts(figures: dict[str, Any]) -> list[Part]:
    """Return what a batch of the present setting takes, in the order of its way; its samples, in a worker alone."""
    present, found = figures["tried"][0], figures["parts"]
    line = next((line["parts"] for line in figures["timelines"] if line["options"] == present["options"]), None) or {}
    made = _of_samples(found["warm"], found["cold"], median(present["batch"])) if found else []
    said = [
        ("collate", line.get("collate")),
        ("sending to the main process", line.get("sent")),
        ("pinning", figures["copies"] and figures["copies"]["pin"]),
        ("copy to the GPU", figures["copies"] and figures["copies"]["copy"]),
        ("the step, with the batch in memory", figures["step"]),
    ]
    made += [Part(name, seconds) for name, seconds in said if seconds is not None]
    if line:
        made.append(Part("the step waits for the batch", line["late"] + (line["sent"] or 0.0)))
    return made


def _of_samples(warm: dict[str, Any], cold: dict[str, Any] | None, batch: float) -> list[Part]:
    names = [*warm["parts"], *(name for name in (cold["parts"] if cold else ()) if name not in warm["parts"])]

    def spent(sample: dict[str, Any] | None, name: str, what: str) -> float | None:
        return None if sample is None else batch * float(sample["parts"].get(name, {}).get(what, 0.0))

    def rest(sample: dict[str, Any] | None, what: str) -> float | None:
        return None if sample is None else batch * (sample[what] - sum(part[what] for part in sample["parts"].values()))

    found = [
        Part(name, spent(warm, name, "wall") or 0.0, spent(warm, name, "cpu"), spent(cold, name, "wall"))
        for name in names
    ]
    name = "the rest of the dataset's code" if names else "the dataset's code"
    return [*found, Part(name, rest(warm, "wall") or 0.0, rest(warm, "cpu"), rest(cold, "wall"))]


def enough_workers(figures: dict[str, Any]) -> tuple[int, float] | None:
    """Return the number of workers beyond which more gain little, and the share of the best speed that it reaches.

    None where no more were measured.
    """
    speeds: dict[int, float] = {}
    for tried in figures["tried"]:
        if tried["steady"]:
            number, speed = tried["options"]["num_workers"], median(tried["steady"])
            speeds[number] = max(speed, speeds.get(number, 0.0))
    most = max(speeds.values())
    number = min(number for number, speed in speeds.items() if speed >= _NEARLY * most)
    return (number, speeds[number] / most) if number < max(speeds) else None


def disturbed(figures: dict[str, Any]) -> float | None:
    """Return the share of the usable cores that other programs kept busy, where that is much; else None."""
    shares = [share for tried in figures["tried"] for share in tried["others"]]
    return median(shares) if shares and median(shares) >= _DISTURBED else None


def cold(figures: dict[str, Any]) -> tuple[float, float] | None:
    """Return the seconds of a sample whose files are in the page cache, and of one whose files are not.

    None where that makes little difference, or is not known.
    """
    found = figures["parts"]
    if not found or found["cold"] is None or found["cold"]["wall"] < _SLOWER * found["warm"]["wall"]:
        return None
    return found["warm"]["wall"], found["cold"]["wall"]
