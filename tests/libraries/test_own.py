"""Facts that users give about their own libraries, in `[tool.loaderlint.libraries]`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from loaderlint.checking.cache import _key
from loaderlint.cli import main
from loaderlint.config import Config
from loaderlint.model.libraries import Libraries
from loaderlint.model.libraries.facts import FIELDS, Family, Opened, Purpose
from loaderlint.model.libraries.own import own_facts, schema
from loaderlint.projects import Projects
from loaderlint.settings import ConfigError
from tests.tools import check_code, codes

PROGRAM = """
from mylib import MyLoader, RngMixin, fast_open
from torch.utils.data import Dataset

class Own(RngMixin, Dataset):
    def __init__(self, path):
        self.file = fast_open(path)

    def __getitem__(self, index):
        return self.file.read() + self.rand()

class Inherited(Own):
    def rand(self):
        return super().rand()

loader = MyLoader({dataset}("a"), num_workers=2)
"""

FACTS = {
    "mylib.MyLoader": {"loader": "torch.utils.data.DataLoader"},
    "mylib.fast_open": {"opens": "file"},
    "mylib.RngMixin.rand": {"draws": "object"},
}


def found(*paths: str, dataset: str = "Own") -> set[str]:
    libraries = tuple((path, FACTS[path]) for path in paths)
    return set(codes(check_code(PROGRAM.replace("{dataset}", dataset), "LL101", "LL301", libraries=libraries)))


def test_what_a_library_does_is_found_once_it_is_known() -> None:
    assert found() == set()
    assert found("mylib.MyLoader") == set()
    assert found("mylib.MyLoader", "mylib.fast_open") == {"LL301"}
    assert found("mylib.MyLoader", "mylib.RngMixin.rand") == {"LL101"}
    assert found("mylib.RngMixin.rand") == {"LL101"}  # of the datasets alone


def test_what_a_library_does_is_found_through_super() -> None:
    assert found("mylib.MyLoader", "mylib.RngMixin.rand", dataset="Inherited") == {"LL101"}


def test_a_fact_adds_to_what_is_known() -> None:
    own = own_facts([("torch.utils.data.dataloader.DataLoader", {"reads": True})])
    known = Libraries(own=own).fact("torch.utils.data.DataLoader")
    assert known.reads
    assert known.loader is not None


def test_every_kind_of_word() -> None:
    said = {
        "reads": False, "opens": "hdf5", "seeds": ["python", "numpy"], "draws": "torch", "holds": "inner",
        "rng": "numpy.random.default_rng",
    }  # fmt: skip
    (fact,) = own_facts([("mylib.**.A*", said)])
    assert (fact.reads, fact.opens, fact.seeds) == (False, Opened.HDF5, (Family.PYTHON, Family.NUMPY))
    assert (fact.draws, fact.holds) == (Family.TORCH, "inner")
    assert fact.rng is not None
    assert fact.rng.made_anew
    assert Libraries(own=[fact]).fact("mylib.deep.down.Augmenter").draws is Family.TORCH


def test_every_word_has_a_schema() -> None:
    assert schema()["properties"].keys() == {name.replace("_", "-") for name in FIELDS}
    (fact,) = own_facts([("mylib.Engine.run", {"loop": "ignite.engine.Engine.run"})])
    assert fact.loop is not None
    assert fact.loop.purpose is Purpose.OWN


def test_one_stream_may_stand_alone() -> None:
    (fact,) = own_facts([("mylib.seed", {"seeds": "numpy"})])
    assert fact.seeds == (Family.NUMPY,)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('"mylib.f" = { opns = "file" }', "`mylib.f` has an unknown word `opns`; did you mean `opens`?"),
        ('"mylib.f" = { opens = "fil" }', "`opens` of `mylib.f` is 'fil'; it must be one of file, tar, zip"),
        ('"mylib.f" = { opens = "fil" }', "did you mean `file`?"),
        ('"mylib.f" = { reads = "yes" }', "`reads` of `mylib.f` must be true or false"),
        ('"mylib.f" = { holds = 4 }', "`holds` of `mylib.f` must be a string"),
        ('"mylib.f" = { seeds = ["torch", "jax"] }', "`seeds` of `mylib.f` is 'jax'; it must be one of object, numpy"),
        ('"mylib.f" = { loader = "mylib.g" }', "is 'mylib.g'; it must be the path of a known one, as"),
        ('"mylib.f" = { loader = true }', "is True; it must be the path of a known one, as"),
        ('"mylib.f" = { rng = "random" }', 'as "numpy.random.default_rng" is'),
        ('"mylib.f" = true', "`mylib.f` must be a table, as in `{ reads = true }`"),
        ('f = { reads = true }', "`f` is not the path of something in a library; write it in full"),
        ('mylib.f = { reads = true }', "`mylib` is not the path of something in a library"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named(tmp_path: Path, entry: str, says: str) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(f"[tool.loaderlint.libraries]\n{entry}\n")
    with pytest.raises(ConfigError) as caught:
        Projects((tmp_path,)).of(tmp_path)
    assert str(caught.value).startswith(f"{file}: `libraries`: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_table_is_named(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.loaderlint]\nlibraries = 4\n")
    with pytest.raises(ConfigError, match="`libraries` must be a table of paths"):
        Projects((tmp_path,)).of(tmp_path)


def test_the_command_line_reads_them(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(PROGRAM.replace("{dataset}", "Own"))
    settings = tmp_path / "pyproject.toml"
    settings.write_text(
        '[tool.loaderlint.libraries]\n"mylib.MyLoader" = { loader = "torch.utils.data.DataLoader" }\n'
        '"mylib.fast_open" = { opens = "file" }\n'
    )
    command = ["check", str(tmp_path), "--output-format", "concise"]
    assert "LL301" in CliRunner().invoke(main, command).output
    settings.write_text(settings.read_text().replace("file", "fiel"))
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2
    assert "did you mean `file`?" in done.output


def test_other_facts_have_another_cache() -> None:
    one, other = (Config(Path.cwd(), libraries=(("mylib.f", {"reads": reads}),)) for reads in (True, False))
    assert len({_key(one), _key(other), _key(Config(Path.cwd()))}) == 3


def test_words_have_no_underscore() -> None:
    said = {name.replace("_", "-"): True for name in FIELDS if name in ("saves_state", "joins_ranks")}
    (fact,) = own_facts([("mylib.f", said)])
    assert fact.saves_state
    assert fact.joins_ranks
