"""The pages of verify and tune: one file that loads nothing, runs nothing, and shows text as text."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis.strategies import floats
from torch.utils.data import DataLoader, Dataset, IterableDataset

from loaderlint.checking.engine import Result
from loaderlint.finding import Applicability, Finding, Fix, Location, Severity
from loaderlint.fixing.fix import Fixed
from loaderlint.page.charts import Bar, bars, lanes
from loaderlint.page.html import Html, document, tag, text
from loaderlint.page.parts import difference, grid, table
from loaderlint.tune.page import as_page as tune_page
from loaderlint.tune.tuning import Tuned, Tuning
from loaderlint.verifying.child.experiments import pictures
from loaderlint.verifying.child.experiments._picture import picture_of
from loaderlint.verifying.child.experiments._settings import Setting
from loaderlint.verifying.child.experiments._timeline import timeline
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.host.observed import LoaderOnTrial
from loaderlint.verifying.host.page import as_page as verify_page
from loaderlint.verifying.host.trial import Outcome
from loaderlint.verifying.host.verdict import Trial, Verdict
from loaderlint.verifying.shared.measurement import Grid, Measurement
from tests.verify.tools import verify, write

HOSTILE = "</style></code><script>alert('x')</script><img src=http://evil onerror=alert(1)>\"'&\u202e`"
VOID = {"img", "meta", "br"}
#: Elements and attributes that load or run something.
ACTIVE = {"script", "link", "iframe", "object", "embed", "form", "base", "video", "audio", "source", "image", "use"}
LOADS = {"src", "href", "xlink:href", "srcset", "action", "data", "poster", "background"}


class Page(HTMLParser):
    """Reads a page and insists that its elements are nested rightly and that nothing is loaded or run."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert len(given) == len(attrs)
        assert tag not in ACTIVE
        assert not any(name.startswith("on") or name == "style" for name in given)
        for name in LOADS & given.keys():
            value = given[name] or ""
            assert value.startswith("#") or re.fullmatch(r"data:image/png;base64,[A-Za-z0-9+/]+=*", value)
        self.tags.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["style"]:
            assert not re.search(r"url\(|@import|expression", data)
        self.said += data

    def of(self, name: str) -> list[dict[str, str | None]]:
        return [given for tag, given in self.tags if tag == name]


def finding(message: str, path: str = "train.py") -> Finding:
    where = Location(path, None, 3, 10, 3, 20)
    fix = Fix(f"give {message}", Applicability.UNSAFE, ())
    return Finding("LL101", "shared-rng-in-workers", Severity.ERROR, message, where, experiment="draws", fix=fix)


def loader(text: str, *, same: bool) -> LoaderOnTrial:
    picture = {"png": base64.b64encode(b"png").decode(), "width": 8, "height": 8}
    cells = (("a", "b"), ("a", "b")) if same else (("a", "b"), ("c", "d"))
    shown = Grid(f"sample {text}", ("epoch 1, worker 0", f"epoch 1, {text}"), ("draw 1", "draw 2"), cells)
    hostile = Grid("digests", (text,), (text,), ((text,),))
    line = {"options": {"num_workers": 1}, "batches": [[0, 0.1, 0.2], [0, 0.2, 0.3]], "waits": [[0, 0.2], [0.2, 0.3]]}
    return LoaderOnTrial(
        {"class": "DataLoader", "dataset": text},
        [
            Measurement("draws", f"saw {text}", grids=(shown, hostile), coincidence=1e-9),
            Measurement("pictures", figures={"pictures": {"a": picture, "b": picture}}, grids=(shown,)),
            Measurement("timeline", figures={"timelines": [line]}),
            Measurement("order", not_run=text),
        ],
        {"memory": text},
        {text: text},
    )


def outcome(text: str) -> Outcome:
    found = finding(text, f"{text}.py")
    trial = Trial(found, verdict=Verdict.CONFIRMED, reason=text)
    trial.before, trial.after = [loader(text, same=True)], [loader(text, same=False)]
    others = [Trial(found, verdict=verdict, reason=text) for verdict in Verdict]
    nothing = Result((), (), 1)
    path = Path("train.py").absolute()
    fixed = Fixed(nothing, nothing, {path: b"a = 1\n"}, {path: f"# {text}\n".encode()}, [found])
    return Outcome([trial, *others], fixed, failure=text, output=text, torch="2", python="3")


@given(until=floats(1e-4, 1e4))
def test_a_time_line_of_any_length_has_a_few_round_times(until: float) -> None:
    page = Page(lanes("waits", [], [(0, until)], until))
    assert 2 <= len(page.of("line")) <= 5


def test_the_page_of_verify_shows_verdicts_grids_pictures_time_lines_and_the_difference() -> None:
    page = Page(verify_page(outcome("some `code`"), "loaderlint verify train.py"))
    assert page.said.index("problems were seen") < page.said.index("LL101") < page.said.index("As it is")
    assert "With the fix" in page.said
    assert "-a = 1" in page.said
    assert "+# some `code`" in page.said
    assert len(page.of("svg")) == 2
    # Equal samples have one colour; what comes once has none.
    kinds = [given["class"] for given in page.of("td") if given.get("class") in ("sample s0", "sample s1", "once")]
    assert kinds.count("sample s0") == kinds.count("sample s1") == 4
    assert kinds.count("once") == 10
    assert {given["alt"] for given in page.of("img")} == {"draw A", "draw B", "a draw that comes once"}


def test_whatever_a_program_says_is_shown_as_text() -> None:
    page = Page(verify_page(outcome(HOSTILE), HOSTILE))
    assert page.said.count("<script>alert('x')</script>") > 20
    assert "\u202e" not in page.said
    assert "\\u202e" in page.said


def test_a_picture_that_is_none_is_left_out() -> None:
    cells = [["a", "a"]]
    bad = {"a": {"png": '" onerror="x', "width": 8, "height": 8}}
    assert not Page(document("x", grid(["r"], ["draw 1", "draw 2"], cells, bad))).of("img")


def test_a_page_of_nothing() -> None:
    assert "nothing to verify" in Page(verify_page(Outcome([]), "")).said
    page = Page(tune_page(Tuning(failure=f"no loader {HOSTILE}"), ""))
    assert "Nothing could be measured" in page.said


def tried(workers: int, speed: float, error: str = "") -> dict[str, Any]:
    values = [] if error else [speed, speed * 1.1, speed * 0.9]
    return {
        "options": Setting(workers).options,
        "steady": values,
        "epoch": values,
        "first": [0.1] * len(values),
        "memory": [100.0 + workers] * len(values),
        "busy": [],
        "waited": [0.5] * len(values),
        "batch": [4.0] * len(values),
        "others": [0.0] * len(values),
        "keeps_up": False,
        "error": error,
    }


def tuned(*, faster: bool, text: str = "") -> Tuned:
    line = {"options": Setting(0).options, "batches": [[-1, 0.0, 0.2]], "waits": [[0.0, 0.2]], "parts": {}}
    sample = {"wall": 0.1, "cpu": 0.1, "parts": {text or "read": {"wall": 0.05, "cpu": 0.01}}, "read": 0.0}
    figures = {
        "cores": 2,
        "tried": [tried(0, 100), tried(4, 400), tried(8, 0, text or "RuntimeError: no room")],
        "best": 1,
        "faster": faster,
        "cheaper": False,
        "gain": 4.0 if faster else 1.02,
        "chance": 1 / 252,
        "ended": "8 workers fail",
        "in_time": True,
        "gpu": False,
        "pins": False,
        "step": 0.02,
        "step_cpu": 0.0,
        "timelines": [line, line],
        "crowd": [],
        "parts": {"warm": sample, "cold": None, "files": 1},
        "copies": None,
        "prefetching": [],
        "starts": [],
    }
    shown = LoaderOnTrial({"class": "DataLoader", "dataset": text}, [Measurement("tune", figures=figures)])
    return Tuned(shown, finding(text))


def test_the_page_of_tune_says_first_what_to_do() -> None:
    page = Page(tune_page(Tuning([tuned(faster=True)], torch="2"), "loaderlint tune train.py"))
    assert page.said.index("Use num_workers=4") < page.said.index("Throughput") < page.said.index("All settings")
    assert "400 (360-440) samples a second over an epoch instead of 100 (90-110), 4 times as many" in page.said
    assert "1 of 252 cases" in page.said
    assert "400 samples/s" in page.said
    assert len(page.of("svg")) == 6
    page = Page(tune_page(Tuning([tuned(faster=False)], torch="2"), ""))
    assert "Keep the settings as they are" in page.said
    assert "num_workers=4, is within the noise" in page.said


def test_the_page_of_tune_shows_text_as_text() -> None:
    page = Page(tune_page(Tuning([tuned(faster=True, text=HOSTILE)]), HOSTILE))
    assert page.said.count("<script>") >= 3
    broken = replace(tuned(faster=True), loader=LoaderOnTrial({"class": HOSTILE}, [], {"tune": HOSTILE}))
    assert "Not measured" in Page(tune_page(Tuning([broken]), "")).said


def test_elements() -> None:
    assert tag("p", "a<b", Html("<b>c</b>"), ["d", None], class_="x", data_y='"') == (
        '<p class="x" data-y="&quot;">a&lt;b<b>c</b>d</p>'
    )
    assert text("\x1b[31m\ud800") == "\\x1b[31m\\ud800"
    assert Page(table(["a"], [["1"], ["2"]], ["", "best"])).of("tr")[2]["class"] == "marked"
    assert "added" in difference("--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n")


@pytest.mark.parametrize("until", [1e-3, 0.04, 0.7, 1.0, 3.1, 60])
def test_plots_stay_inside(until: float) -> None:
    drawn = lanes("x", [(n, until / 2, until * 2) for n in range(20)], [(0, until * 3)], until)
    drawn = Html(drawn + bars("y", [Bar("a", [1, 2, 900]), Bar("b", []), Bar("c", [0.0])], "{:.1f}".format))
    for box in Page(drawn).of("rect"):
        assert float(box["x"] or 0) + float(box["width"] or 0) <= 341
    assert "12 more" in drawn


def pixels(picture: Any) -> list[list[int]]:
    data = base64.b64decode(picture.png)
    raw = zlib.decompress(data[data.index(b"IDAT") + 4 : data.index(b"IEND") - 8])
    size = len(raw) // picture.height
    return [list(raw[n * size + 1 : (n + 1) * size]) for n in range(picture.height)]


def test_pictures_of_samples() -> None:
    grey = torch.zeros(6, 5)
    grey[0, 1] = 1.0
    found = picture_of({"label": 3, "image": (grey, 1)})
    assert found
    assert (found.width, found.height) == (5, 6)
    assert pixels(found)[0] == [0, 255, 0, 0, 0]
    colour = picture_of(torch.arange(3, dtype=torch.uint8)[:, None, None].expand(3, 8, 9) * 100)
    assert colour
    assert pixels(colour)[7][-3:] == [0, 100, 200]
    assert picture_of(torch.zeros(3, 500, 300).numpy()) == (picture_of(torch.zeros(500, 300, 3)))
    normalised = picture_of(torch.linspace(-2, 2, 64).reshape(8, 8))
    assert normalised
    assert (pixels(normalised)[0][0], pixels(normalised)[7][7]) == (0, 255)
    for other in (
        3,
        "text",
        torch.zeros(3),
        torch.zeros(3, 3),
        torch.zeros(2, 8, 8, 8),
        torch.zeros(4, 8, dtype=torch.cfloat),
    ):
        assert picture_of(other) is None


class Noise(Dataset[torch.Tensor]):
    """Images from a generator that every worker gets a copy of."""

    def __init__(self) -> None:
        import numpy as np

        self.rng = np.random.default_rng(0)

    def __len__(self) -> int:
        return 40

    def __getitem__(self, index: int) -> torch.Tensor:
        return torch.tensor(self.rng.random((1, 8, 8)))


class Stream(IterableDataset[torch.Tensor]):
    def __iter__(self) -> Any:
        return iter(torch.zeros(50, 8, 8))


def test_pictures_of_a_loader() -> None:
    seen = pictures.run(Subject(DataLoader(Noise(), batch_size=4, num_workers=2), {}))
    (shown,) = seen.grids
    assert len(shown.cells) == 4
    assert len(set(shown.cells)) == 1
    assert set(shown.cells[0]) == seen.figures["pictures"].keys()
    assert pictures.run(Subject(DataLoader(Stream()), {})).figures["pictures"]
    numbers: Any = [1, 2, 3]
    assert not pictures.run(Subject(DataLoader(numbers, num_workers=1), {})).grids


@pytest.mark.parametrize("workers", [0, 2])
@pytest.mark.parametrize("dataset", [Noise(), Stream()])
def test_time_lines(workers: int, dataset: Any) -> None:
    line = timeline(Subject(DataLoader(dataset, batch_size=4), {}), Setting(workers))
    assert len(line["batches"]) == len(line["waits"]) > 4
    assert {who for who, _, _ in line["batches"]} == ({0, 1} if workers else {-1})
    for (_, begun, made), (asked, came) in zip(line["batches"], line["waits"], strict=True):
        assert 0 <= begun <= made <= came
        assert asked <= came


@pytest.mark.usefixtures("project")
def test_the_report_of_a_program_that_is_put_on_trial() -> None:
    images = """
    import numpy as np
    import torch
    from torch.utils.data import DataLoader, Dataset


    class Images(Dataset):
        def __init__(self):
            self.rng = np.random.default_rng(0)

        def __len__(self):
            return 64

        def __getitem__(self, index):
            return torch.tensor(self.rng.random((3, 16, 16)))


    if __name__ == "__main__":
        for batch in DataLoader(Images(), batch_size=4, num_workers=2):
            raise SystemExit("it trained")
    """
    path = write("train.py", images)
    result = verify(path, "--select", "LL101", "--report", "out.html")
    assert result.exit_code == 1, result.output
    assert "pictures" not in result.stdout
    page = Page(Path("out.html").read_text(encoding="utf-8"))
    assert "One problem was seen when the loaders ran, and is gone with its fix" in page.said
    assert len(page.of("img")) == 32
    assert page.said.count("draws: workers draw") == 2
