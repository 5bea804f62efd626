"""One value in a table, a list of terms or a timeline, shown by what it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString

from skillcity.kernel.text import Text
from skillcity.platform.ui.language import say
from skillcity.platform.ui.tags.figures import day, money, number, tag
from skillcity.platform.ui.tags.words import escaped


def show(value: object, empty: object = "—") -> SafeString | str:
    """A value as people read it: Text, date, Fen, bool and number by their kind, None and "" as `empty`.

    A mapping is a composed value: `{tag: kind, label?}`, `{url: …, text: …}` or `{text: …, note: …}`.
    """
    if value is None or value == "":
        return say(empty)
    if isinstance(value, bool):
        return say(Text("是", "Yes") if value else Text("否", "No"))
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, (int, float)):
        return number(value)
    if hasattr(value, "amount"):
        return money(value)
    return composed(value) if isinstance(value, Mapping) else escaped(say(value))


def composed(value: Mapping[str, Any]) -> SafeString:
    """A tag, a link, or words with a quieter note below."""
    if "tag" in value:
        shown: SafeString | str = tag(value["tag"], value.get("label"))
    elif value.get("url"):
        shown = SafeString(f'<a href="{escaped(value["url"])}">{escaped(show(value["text"]))}</a>')
    else:
        shown = show(value.get("text"))
    note = value.get("note")
    beside = f" <small>{escaped(show(note))}</small>" if note else ""
    return SafeString(escaped(shown) + beside)


def paired(columns: Iterable[Any], cells: Iterable[Any]) -> list[tuple[Any, Any]]:
    """Each cell of a row with its column, so that a stacked cell can carry its heading."""
    return list(zip(columns, cells, strict=True))
