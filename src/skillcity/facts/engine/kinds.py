"""The kinds of facts, as their files declare them (`facts/kinds/*.yaml`)."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

FOLDER = Path(__file__).resolve().parent.parent / "kinds"


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing that a fact of this kind says; `least` and `most` bound an integer, `choices` a choice."""

    name: str
    type: str
    label: Text
    required: bool
    choices: Mapping[str, Text]
    default: str | None = None
    sample: str = ""
    least: int = 0
    most: int = 10**9


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of facts. `until` is the label of its end; a kind without one is a moment (a certificate, an award)."""

    name: str
    label: Text
    about: Text
    since: Text
    until: Text | None
    supplied_by: Text
    attributes: Mapping[str, Attribute]
    sensitive: bool
    declared: Mapping[str, Any]

    @property
    def lasts(self) -> bool:
        """Whether the fact holds for a while and can end."""
        return self.until is not None


def kind_of(declared: Mapping[str, Any]) -> FactKind:
    """The kind that a file declares."""
    attributes = {
        name: Attribute(
            name=name,
            type=each["type"],
            label=_text(each["label"]),
            required=each["required"],
            choices={value: _text(words) for value, words in each.get("choices", {}).items()},
            default=each.get("default"),
            sample=str(each.get("sample", "")),
            least=each.get("least", 0),
            most=each.get("most", 10**9),
        )
        for name, each in declared["attributes"].items()
    }
    return FactKind(
        name=declared["kind"],
        label=_text(declared["label"]),
        about=_text(declared["about"]),
        since=_text(declared["valid_from"]),
        until=_text(declared["valid_to"]) if "valid_to" in declared else None,
        supplied_by=_text(declared["supplied_by"]),
        attributes=attributes,
        sensitive=declared.get("sensitive", False),
        declared=declared,
    )


@cache
def all_kinds() -> Mapping[str, FactKind]:
    """Every kind by name, in the order of their names."""
    return {kind.name: kind for kind in map(kind_of, _files())}


def kind_named(name: str) -> FactKind:
    """The kind with this name. Raises InputError `facts.unknown-kind` with the nearest one."""
    kinds = all_kinds()
    if name in kinds:
        return kinds[name]
    near = ", ".join(difflib.get_close_matches(name, kinds, n=1) or kinds)
    raise InputError(
        "facts.unknown-kind",
        Text("没有这种事实。", "There is no such kind of fact."),
        where=name,
        todo=Text(f"可用：{near}。", f"Try: {near}."),
    )


def _files() -> Iterable[dict[str, Any]]:
    for path in sorted(FOLDER.glob("*.yaml")):
        yield yaml.safe_load(path.read_text(encoding="utf-8"))


def _text(words: Mapping[str, str]) -> Text:
    return Text(words["zh"], words["en"])
