"""Elements of a page: text becomes HTML in one place, where it is escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable
from importlib.resources import files
from typing import TypeAlias


class Html(str):
    """Text that is HTML already. Any other text is escaped when it becomes part of an element."""

    __slots__ = ()


#: What can stand in an element; None is nothing.
Part: TypeAlias = "str | Html | Iterable[Part] | None"

#: Elements without an end tag.
_VOID = frozenset({"img", "meta", "br"})

#: Characters that a page cannot show, or that turn the text around them: they are shown by their numbers.
_HIDDEN = {n: f"\\x{n:02x}" for n in (*range(9), 11, 12, *range(14, 32), *range(127, 160))} | {
    n: f"\\u{n:04x}" for n in (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000))
}


def text(value: str) -> Html:
    """Return text as HTML."""
    return Html(html.escape(value.translate(_HIDDEN)))


def tag(name: str, /, *parts: Part, **attributes: object) -> Html:
    """Return an element. An attribute `class_` is `class`, `_` in others is `-`; those that are None are left out."""
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{given}>" if name in _VOID else f"<{name}{given}>{join(parts)}</{name}>")


def join(parts: Part) -> Html:
    """Return parts one after the other."""
    if parts is None:
        return Html("")
    if isinstance(parts, Html):
        return parts
    if isinstance(parts, str):
        return text(parts)
    return Html("".join(map(join, parts)))


def document(title: str, *parts: Part) -> str:
    """Return a whole page with its style, which may load nothing and run nothing."""
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", Html(style)),
    )
    return f"<!doctype html>\n{tag('html', head, tag('body', tag('main', *parts)), lang='en')}\n"
