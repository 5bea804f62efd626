"""YAML with the place of every value, and without YAML's traps: no aliases, no tags, no doubled keys, all scalars text.

The usual loaders forget where a value stood and turn `NO`, `1e3` and `330300` into other things; here a reader decides.
Nor may anything be read that a person who looks at the file cannot see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from skillcity.kernel.errors import NOTHING
from skillcity.kernel.text import Text
from skillcity.policy.engine.problems import Place, PolicyError, Problem
from skillcity.policy.engine.tokens import hidden_at

MAX_SIZE = 512 * 1024
"""Bytes of one file."""
MAX_DEPTH = 12
MAX_VALUES = 40_000
MAX_IN_ALL = 2 * MAX_SIZE


@dataclass(slots=True)
class Allowance:
    """What may still be read for one catalogue, the files of its sets included: values with keys, and characters."""

    values: int = MAX_VALUES
    characters: int = MAX_IN_ALL

    def spend(self, place: Place, values: int = 0, characters: int = 0) -> None:
        """Take some of it; PolicyError `policy.yaml` when it is used up."""
        self.values -= values
        self.characters -= characters
        if self.values < 0 or self.characters < 0:
            what = ("目录及其集合文件的内容过多。", "The catalogue and its sets are too large.")
            raise _refuse(place, *what, _SPLIT)


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


def read_yaml(text: str, file: str, allowance: Allowance | None = None) -> Node:
    """The one document of a file; PolicyError `policy.yaml` at the first thing that is not plain YAML."""
    start = Place(file, 1, 1)
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_SIZE or len(text.encode("utf-8", "replace")) > MAX_SIZE:
        what = ("文件过大(上限 512 KiB)。", "The file is too large (limit 512 KiB).")
        raise _refuse(start, *what, _SPLIT)
    _only_visible(text, start)
    left = allowance or Allowance()
    left.spend(start, characters=len(text))
    events = yaml.parse(text, Loader=yaml.SafeLoader)
    try:
        first = next(events)
        while isinstance(first, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            first = next(events)
        if isinstance(first, yaml.StreamEndEvent):
            todo = Text(
                "目录的写法见 docs/policy-language.md。", "How a catalogue is written: docs/policy-language.md."
            )
            raise _refuse(start, "文件是空的。", "The file is empty.", todo)
        node = _Reader(events, text, file, left).node(first, 0)
        next(events)
        last = next(events)
    except yaml.MarkedYAMLError as error:
        problem = f"This is not well-formed YAML: {error.problem}."
        raise _refuse(_place(error.problem_mark, file), "YAML 写法有误。", problem, _LAYOUT) from None
    except yaml.reader.ReaderError as error:
        what = ("文件含不允许的字符。", "The file holds a character that YAML does not allow.")
        raise _refuse(_position(text, error.position, start), *what, _RETYPE) from None
    except (ValueError, OverflowError):  # the parser's own conversion of \U99999999 and of a version of 5,000 digits
        raise _refuse(start, "YAML 中的数字过大。", "A number of the YAML itself is too large.", _LAYOUT) from None
    if not isinstance(last, yaml.StreamEndEvent):
        todo = Text("请删去第二个 ---。", "Take the second --- away.")
        raise _refuse(_place(last.start_mark, file), "只能有一份文档。", "Only one document may stand in a file.", todo)
    return node


_SPLIT = Text("请分成几个目录。", "Make several catalogues of it.")
_LAYOUT = Text(
    "请核对缩进(只用空格)、冒号、引号和括号。", "Check indentation (spaces only), colons, quotation marks and brackets."
)
_RETYPE = Text("请删去后重新输入。", "Delete it and type the words anew.")


def _only_visible(text: str, start: Place) -> None:
    offset = hidden_at(text)
    if offset is not None:
        code = f"U+{ord(text[offset]):04X}"
        what = (f"含不可见字符 {code}。", f"There is a hidden character {code}.")
        raise _refuse(_position(text, offset, start), *what, _RETYPE)


def _position(text: str, offset: int, start: Place) -> Place:
    before = text[:offset]
    return Place(start.file, before.count("\n") + 1, offset - before.rfind("\n"))


@dataclass(frozen=True, slots=True)
class _Reader:
    events: Iterator[yaml.Event]
    text: str
    file: str
    left: Allowance

    def node(self, event: yaml.Event, depth: int) -> Node:
        place = _place(event.start_mark, self.file)
        self.left.spend(place, values=1)
        if isinstance(event, yaml.AliasEvent):
            raise _refuse(place, "不能使用别名(*)。", "Aliases (*) cannot be used.", _IN_FULL)
        if not isinstance(event, yaml.NodeEvent) or event.anchor or getattr(event, "tag", None):
            raise _refuse(place, "不能使用锚点(&)或标签(!)。", "Anchors (&) and tags (!) cannot be used.", _IN_FULL)
        if depth > MAX_DEPTH:
            todo = Text("请减少层次。", "Use fewer levels.")
            raise _refuse(place, "嵌套过深。", "The file is nested too deeply.", todo)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(event, depth + 1))
            return Items(tuple(items), place)
        return self.table(place, depth)

    def scalar(self, event: yaml.ScalarEvent, place: Place) -> Scalar:
        raw: Any = slice(event.start_mark.index, event.end_mark.index)  # type: ignore[union-attr]  # always there
        if event.style == '"' and hidden_at(event.value) is not None:  # by an escape such as \u202e or \0
            todo = Text("请直接写字，不用转义。", "Write the words themselves, without escapes.")
            raise _refuse(place, "转义写出了不可见字符。", "An escape stands for a hidden character.", todo)
        return Scalar(event.value, place, self.text[raw])

    def table(self, place: Place, depth: int) -> Table:
        values: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            if not isinstance(key, Scalar) or key.text in values:
                todo = Text("每个键只写一次。", "Write each key once.")
                raise _refuse(key.place, "键重复，或不是文字。", "The key is given twice, or is no plain word.", todo)
            keys[key.text] = key.place
            values[key.text] = self.node(next(self.events), depth + 1)
        return Table(values, keys, place)


_IN_FULL = Text("请直接写出内容。", "Write the value out in full.")


def _place(mark: Any, file: str) -> Place:
    """PyYAML's own types leave open whether there is a mark; its parser always gives one."""
    return Place(file, mark.line + 1, mark.column + 1)


def _refuse(place: Place, zh: str, en: str, todo: Text = NOTHING) -> PolicyError:
    return PolicyError(Problem("policy.yaml", place, Text(zh, en), todo))
