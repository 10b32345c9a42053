"""Settings files are read as their own readers read them, with places; whatever is too much for one is none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from loaderlint.model import limits
from loaderlint.model.libraries.facts import Format
from loaderlint.model.project.file import Place
from loaderlint.model.project.modules import Modules
from loaderlint.model.project.project import Project
from loaderlint.model.project.settings_file import SettingsError, SettingsFile, entries
from loaderlint.model.project.settings_reader import read_settings
from loaderlint.syntax import tree
from loaderlint.text.source import Source

_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x85\u2028\u2029\ufeff"), max_size=8)

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)


def read(text: str, form: Format) -> SettingsFile:
    return read_settings(Path("settings"), text.encode("utf-8", "surrogatepass"), form, overridable=False)


def plain(expr: tree.Expr) -> object:
    """What an expression of settings stands for."""
    match expr:
        case tree.Constant(value=value):
            return value
        case tree.Sequence(items=items):
            return [plain(item) for item in items]
        case tree.Dict():
            return {key: plain(pair.value) for key, pair in entries(expr).items()}
    return ...


@given(_VALUES, st.sampled_from([None, 2, "\t"]))
def test_json_is_what_json_reads(value: object, indent: int | str | None) -> None:
    text = json.dumps(value, indent=indent)
    assert plain(read(text, Format.JSON).value) == value


@given(_VALUES, st.sampled_from([None, True, False]))
def test_yaml_is_what_yaml_reads(value: object, flow: bool | None) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)
    assert plain(read(text, Format.YAML).value) == yaml.safe_load(text)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (Format.YAML, "a: 1\ndata:\n  workers: 4  # enough\n"),
        (Format.JSON, '{"a": 1, "data":\n\t{"workers":\t4}}'),
        (Format.TOML, "a = 1\n[data]\nworkers = 4\n"),
        (Format.INI, "[other]\nworkers = 3\n[data]\nworkers = 4\n"),
    ],
)
def test_values_have_their_places(form: Format, text: str) -> None:
    file = read(text, form)
    assert isinstance(file.value, tree.Dict)
    data = entries(file.value)["data"].value
    assert isinstance(data, tree.Dict)
    start, end = Place(file, entries(data)["workers"].value).span
    assert text[start:end] == ("workers = 4" if form in (Format.TOML, Format.INI) else "4")


@pytest.mark.parametrize(
    "text",
    [
        "a: [1",
        "a: 1\n---\na: 2\n",
        "",
        "&a [*a]",
        "[" * 200 + "]" * 200,
        "a: &a {b: &b {c: 1}, <<: *b}\nd: {<<: [*a, 7]}",
        "\n".join(["a0: &a0 {x: 1, y: 2}", *(f"a{n + 1}: &a{n + 1} [{f'*a{n},' * 9}]" for n in range(9))]),
        "\n".join(["a0: &a0 {x: 1}", *(f"a{n + 1}: &a{n + 1} {{<<: [{f'*a{n},' * 9}]}}" for n in range(9))]),
        "a: " + "x" * limits.SETTINGS_BYTES,
    ],
    ids=["broken", "two", "none", "in itself", "deep", "no mapping", "repeated", "merged", "large"],
)
def test_what_is_no_settings_file(text: str) -> None:
    with pytest.raises(SettingsError):
        read(text, Format.YAML)


@pytest.mark.parametrize("text", ["!!python/object/apply:os._exit [1]", "!!python/name:os._exit ''", "2024-13-40"])
def test_nothing_is_made_of_what_a_file_names(text: str) -> None:
    assert plain(read(f"a: {text}\nb: 1", Format.YAML).value) == {"a": ..., "b": 1}


def test_files_are_looked_for_from_the_script_to_the_root_and_nowhere_else(tmp_path: Path) -> None:
    root, tools = tmp_path / "project", tmp_path / "project" / "tools"
    tools.mkdir(parents=True)
    for path in (tmp_path / "a.yaml", root / "a.yaml", root / "b.yaml", tools / "b.yaml", root / "large.json"):
        path.write_text("workers: 1")
    (root / "large.json").write_text(" " * (limits.SETTINGS_BYTES + 1))
    (root / "link.yaml").symlink_to(tmp_path / "a.yaml")
    (root / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    (root / "code.py").write_text("")
    modules, script = Modules(str(root)), str(tools / "train.py")
    assert modules.look_up(script, "a.yaml") == str(root / "a.yaml")
    assert modules.look_up(script, "../a.yaml") == str(root / "a.yaml")
    assert modules.look_up(script, str(root / "a.yaml")) == str(root / "a.yaml")
    nowhere = ("b.yaml", "large.json", "link.yaml", "gone.yaml", "code.py", str(tmp_path / "a.yaml"), "../../a.yaml")
    assert [name for name in nowhere if modules.look_up(script, name) is not None] == []


def test_contents_of_an_editor_stand_in_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("workers: 1")
    project = Project(tmp_path, {tmp_path / "a.yaml": b"workers: 2"})
    script = project.file(Source(tmp_path / "train.py", ""))
    found = project.settings(script, "a.yaml", Format.YAML)
    assert found is not None
    assert plain(found.value) == {"workers": 2}


def test_programs_without_settings_files_do_not_pay_for_them(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(
        "import json\nfrom torch.utils.data import DataLoader\n\nrows = json.load(open('rows.json'))\n"
        "loader = DataLoader(rows['train'], num_workers=2)\n"
    )
    code = "import sys, loaderlint; loaderlint.check('train.py'); print('yaml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
