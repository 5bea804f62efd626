"""YAML with the place of every value, and without YAML's traps: no aliases, no tags, no doubled keys, all scalars text.

The usual loaders forget where a value stood and turn `NO`, `1e3` and `330300` into other things; here a reader decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from skillcity.kernel.text import Text
from skillcity.policy.engine.problems import Place, PolicyError, Problem

MAX_SIZE = 512 * 1024
MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as text; `raw` is what stands in the file, quotes and line breaks included."""

    text: str
    place: Place
    raw: str

    @property
    def empty(self) -> bool:
        """Nothing is written, or `null` or `~` without quotes."""
        return self.raw in ("", "null", "~")

    def place_of(self, offset: int) -> Place:
        """Where the character at an offset of the text stands in the file.

        Folding changes only white space, so the n-th visible character of the text is the n-th of the raw piece.
        """
        if self.raw[:1] in ("'", '"'):
            visible, start = 1, 0
        elif self.raw[:1] in (">", "|"):
            visible, start = 0, self.raw.find("\n")
        else:
            visible, start = 0, 0
        visible += sum(not character.isspace() for character in self.text[: offset + 1])
        line, column = self.place.line, self.place.column
        for index, character in enumerate(self.raw):
            visible -= not character.isspace() and index >= start
            if visible == 0:
                break
            line, column = (line + 1, 1) if character == "\n" else (line, column + 1)
        return Place(self.place.file, line, column)


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """Keys with values; `keys` has the place of each key."""

    values: dict[str, Node]
    keys: dict[str, Place]
    place: Place


Node = Scalar | Items | Table


def read_yaml(text: str, file: str) -> Node:
    """The one document of a file; PolicyError `policy.yaml` at the first thing that is not plain YAML."""
    start = Place(file, 1, 1)
    if len(text) > MAX_SIZE:
        raise _refuse(start, "文件过大(上限 512 KiB)。", "The file is too large (limit 512 KiB).")
    events = yaml.parse(text, Loader=yaml.SafeLoader)
    try:
        first = next(events)
        while isinstance(first, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            first = next(events)
        if isinstance(first, yaml.StreamEndEvent):
            raise _refuse(start, "文件是空的。", "The file is empty.")
        node = _node(first, events, text, file, 0)
        next(events)
        last = next(events)
    except yaml.MarkedYAMLError as error:
        raise _refuse(
            _place(error.problem_mark, file), "YAML 写法有误。", f"This is not well-formed YAML: {error.problem}."
        ) from None
    except yaml.reader.ReaderError:
        raise _refuse(start, "文件含不允许的字符。", "The file holds a character that YAML does not allow.") from None
    if not isinstance(last, yaml.StreamEndEvent):
        raise _refuse(_place(last.start_mark, file), "只能有一份文档。", "Only one document may stand in a file.")
    return node


def _node(event: yaml.Event, events: Iterator[yaml.Event], text: str, file: str, depth: int) -> Node:
    place = _place(event.start_mark, file)
    if isinstance(event, yaml.AliasEvent):
        raise _refuse(place, "不能使用别名(*)。", "Aliases (*) cannot be used.")
    if not isinstance(event, yaml.NodeEvent) or event.anchor or getattr(event, "tag", None):
        raise _refuse(place, "不能使用锚点(&)或标签(!)。", "Anchors (&) and tags (!) cannot be used.")
    if depth > MAX_DEPTH:
        raise _refuse(place, "嵌套过深。", "The file is nested too deeply.")
    if isinstance(event, yaml.ScalarEvent):
        raw: Any = slice(event.start_mark.index, event.end_mark.index)  # type: ignore[union-attr]  # always there
        return Scalar(event.value, place, text[raw])
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(event, events, text, file, depth + 1))
        return Items(tuple(items), place)
    values: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        key = _node(event, events, text, file, depth + 1)
        if not isinstance(key, Scalar) or key.text in values:
            raise _refuse(key.place, "键重复，或不是文字。", "The key is given twice, or is no plain word.")
        keys[key.text] = key.place
        values[key.text] = _node(next(events), events, text, file, depth + 1)
    return Table(values, keys, place)


def _place(mark: Any, file: str) -> Place:
    """PyYAML's own types leave open whether there is a mark; its parser always gives one."""
    return Place(file, mark.line + 1, mark.column + 1)


def _refuse(place: Place, zh: str, en: str) -> PolicyError:
    return PolicyError(Problem("policy.yaml", place, Text(zh, en)))
