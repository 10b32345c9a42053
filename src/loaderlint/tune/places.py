"""Where an option of a loader is to be written, when the call that builds the loader is not the place."""

from __future__ import annotations

from loaderlint.model.inference.values import Const, Instance
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.project.settings_file import SettingsFile
from loaderlint.report.concise import place as written_place
from loaderlint.syntax import tree
from loaderlint.text.locate import location

#: Calls that declare an option of the command line: argparse's, and click's.
_DECLARING = {"add_argument", "option"}


def where_to_write(loader: Loader, name: str, value: object) -> str:
    """Say where an option gets a value: a trainer's argument, a settings file, a default of the command line, or code.

    Raises:
        PlacesError: LibCST does not read a file as Python does.
    """
    option = loader.options[name]
    const = option.constant
    if const is not None and option.given:
        if isinstance(const.place.file, SettingsFile):
            return f"write {value} for `{name}` at {_shown(const.place)}"
        if (flag := _flag(const)) is not None:
            given = flag if isinstance(value, bool) else f"{flag} {value}"
            return f"give `{given}` on the command line, or make it the default at {_shown(const.place)}"
    written = f"{loader.signature.renamed.get(name, name)}={value}"
    if loader.signature.settings is not None:
        if option.place is not None:
            return f"write `{written}` at {_shown(option.place)}"
        for made in loader.options[loader.signature.settings].values:
            if isinstance(made, Instance) and isinstance(made.call, tree.Call):
                called = f"`{tree.dotted(made.call.func) or 'the settings'}`"
                return f"give {called} `{written}` at {_shown(Place(made.file, made.call.func))}"
    if const is not None and option.given and not isinstance(const.place.node, tree.Call):
        return f"write {value} for `{name}` at {_shown(const.place)}"
    return f"write `{written}` at {_shown(option.place or Place(loader.file, loader.call.func))}"


def _flag(const: Const) -> str | None:
    """The flag of the command line whose default a value is, None if it is none."""
    parents = const.place.file.scopes.parent
    node: tree.Node | None = const.place.node
    while node is not None and not (isinstance(node, tree.Call) and tree.last_name(node.func) in _DECLARING):
        node = parents.get(node)
    texts = [a.value.value for a in node.args if isinstance(a.value, tree.Constant)] if node is not None else []
    return next((text for text in texts if isinstance(text, str) and text.startswith("--")), None)


def _shown(place: Place) -> str:
    file = place.file.home(place.node) if isinstance(place.file, SettingsFile) else place.file
    return written_place(location(file.source, *place.span))
