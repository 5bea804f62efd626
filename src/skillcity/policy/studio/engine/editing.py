"""Changing some values of a YAML text and leaving every other character alone: comments, order and layout stay.

Each change is checked by reading the new text: what was meant is there, and nothing else has moved.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from skillcity.kernel.text import Text
from skillcity.policy.engine.located import Items, Node, Scalar, read_yaml
from skillcity.policy.engine.problems import Place, PolicyError, Problem
from skillcity.policy.studio.engine import spans
from skillcity.policy.studio.engine.rendering import Value, after_key, flow, lines_of

Changes = Mapping[str, Value | None]
Splice = tuple[int, int, str]
"""Replace the text from one index to another by these words."""

ORDER = (
    "catalogue", "region", "edition", "title", "supersedes", "source", "outcome", "sets", "names",
    "id", "gives", "text", "cite", "status", "in_force", "measure", "when", "near", "data_gap", "impact",
    "benefits", "clauses",
)  # fmt: skip
"""Where a new key goes: behind the last one present that stands before it here."""
PLAIN = str | list[Any] | dict[str, Any]


def plain(node: Node) -> PLAIN:
    """The words of a node without their places."""
    if isinstance(node, Scalar):
        return "" if node.empty else node.text
    if isinstance(node, Items):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.values.items()}


def values_of(text: str) -> dict[str, Any]:
    """All of a text as plain tables, lists and words; PolicyError when it cannot be read."""
    found = plain(read_yaml(text, ""))
    if not isinstance(found, dict):
        raise spans.shapeless("clauses")
    return found


def set_values(text: str, changes: Changes) -> str:
    """The text with these keys of its outermost table given other values; None takes a key away."""
    document = spans.read(text)
    before = values_of(text)
    edited = _applied(text, _splices(document, document.root, changes))
    return _verified(edited, _changed(before, changes))


def set_item(text: str, key: str, at: int, changes: Changes) -> str:
    """The text with some keys of the item number `at` (from 0) of a list changed."""
    document = spans.read(text)
    before = values_of(text)
    node, whole = document.items(key)[at], document.value(key)
    if not isinstance(node, yaml.MappingNode) or not isinstance(whole, yaml.SequenceNode):
        raise spans.shapeless(key)
    wanted = _with_item(before, key, at, changes)
    if whole.flow_style:
        return set_values(text, {key: wanted[key]})
    if node.flow_style:
        return _whole(text, node, wanted, key, at)
    return _verified(_applied(text, _splices(document, node, changes)), wanted)


def _whole(text: str, node: yaml.Node, wanted: dict[str, Any], key: str, at: int) -> str:
    """An item that stands on one line is written anew, on one line."""
    edited = _applied(text, [(node.start_mark.index, spans.content_end(node, text), flow(wanted[key][at]))])
    return _verified(edited, wanted)


def add_item(text: str, key: str, after: int, item: Mapping[str, Value]) -> str:
    """The text with one more item of a list, behind number `after` (-1: in front of all)."""
    document = spans.read(text)
    before = values_of(text)
    wanted = before | {key: _inserted(before.get(key), after + 1, dict(item))}
    node = document.value(key)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not node.value:
        return set_values(text, {key: wanted[key]})
    margin = " " * node.start_mark.column
    lines = "\n".join(f"{margin}  {line}" for line in lines_of(item.items(), len(margin) + 2))
    written = f"{margin}- {lines[len(margin) + 2 :]}\n"
    if after < 0:
        place = document.line_start(node.start_mark.index)
    else:
        place = document.line_end(spans.content_end(node.value[after], text))
        if not text[:place].endswith("\n"):
            written = "\n" + written
    return _verified(_applied(text, [(place, place, written)]), wanted)


def copy_item(text: str, key: str, at: int, changes: Changes) -> str:
    """The text with a copy of an item behind it, its comments copied too, and these keys changed in the copy."""
    document = spans.read(text)
    before = values_of(text)
    node = document.value(key)
    if not isinstance(node, yaml.SequenceNode) or node.flow_style:
        raise spans.shapeless(key)
    begin, end = _lines(document, node, at)
    written = text[begin:end]
    copied = text[:end] + ("" if written.endswith("\n") else "\n") + written + text[end:]
    _verified(copied, before | {key: _inserted(before[key], at + 1, before[key][at])})
    return set_item(copied, key, at + 1, changes)


def remove_item(text: str, key: str, at: int) -> str:
    """The text without one item of a list; PolicyError for the last one left."""
    document = spans.read(text)
    before = values_of(text)
    node = document.value(key)
    kept = [item for index, item in enumerate(before[key]) if index != at]
    if not isinstance(node, yaml.SequenceNode) or node.flow_style or not kept:
        return set_values(text, {key: kept})
    return _verified(_applied(text, [(*_lines(document, node, at), "")]), before | {key: kept})


def _lines(document: spans.Document, node: yaml.SequenceNode, at: int) -> tuple[int, int]:
    """From the beginning of the line with an item's dash to the end of the item's last line."""
    item = node.value[at]
    begin = document.line_start(item.start_mark.index)
    while document.text[begin : begin + node.start_mark.column + 1] != " " * node.start_mark.column + "-":
        begin = document.line_start(begin - 1)
    return begin, document.line_end(spans.content_end(item, document.text))


def _splices(document: spans.Document, node: yaml.MappingNode, changes: Changes) -> list[Splice]:
    """What to replace so that a table in block style has other values."""
    text, indent, present = document.text, node.start_mark.column, spans.pairs(node)
    found: list[Splice] = []
    added: dict[str, list[tuple[str, Value]]] = {}
    for key, value in changes.items():
        if key in present:
            found += _replacement(document, node, key, value)
        elif value is not None:
            added.setdefault(_anchor(key, list(present)), []).append((key, value))
    for anchor, entries in added.items():
        ordered = sorted(entries, key=lambda entry: ORDER.index(entry[0]) if entry[0] in ORDER else len(ORDER))
        place = document.line_end(spans.content_end(present[anchor][1], text))
        lines = "".join(f"{' ' * indent}{line}\n" for line in lines_of(ordered, indent))
        found.append((place, place, lines if text[:place].endswith("\n") else f"\n{lines}"))
    return found


def _anchor(key: str, present: Sequence[str]) -> str:
    earlier = ORDER[: ORDER.index(key)] if key in ORDER else ORDER
    return next((each for each in reversed(earlier) if each in present), present[-1])


def _replacement(document: spans.Document, node: yaml.MappingNode, key: str, value: Value | None) -> list[Splice]:
    text = document.text
    key_node, old = spans.pairs(node)[key]
    end = spans.content_end(old, text)
    if value is None:
        begin = document.line_start(key_node.start_mark.index)
        if text[begin : key_node.start_mark.index].strip():  # behind the dash of its item: the next key moves up
            return [(key_node.start_mark.index, _next_key(node, key), "")]
        return [(begin, document.line_end(end), "")]
    if isinstance(old, yaml.MappingNode) and not old.flow_style and isinstance(value, Mapping):
        present = spans.pairs(old)
        gone = {name: None for name in present if name not in value}
        same = {name for name in present if name in value and _words(present[name][1]) == value[name]}
        inner = {name: each for name, each in value.items() if name not in same}
        if len(gone) < len(present):
            return _splices(document, old, {**inner, **gone})
    begin = spans.key_end(key_node, text)
    return [(begin, max(begin, end), after_key(key, value, node.start_mark.column))]


def _words(node: yaml.Node) -> object:
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _next_key(node: yaml.MappingNode, key: str) -> int:
    keys = [each for each, _ in node.value]
    at = [each.value for each in keys].index(key)
    if at + 1 == len(keys):
        raise spans.shapeless(key)
    found: int = keys[at + 1].start_mark.index
    return found


def _applied(text: str, found: Sequence[Splice]) -> str:
    for begin, end, words in sorted(found, key=lambda splice: splice[:2], reverse=True):
        text = text[:begin] + words + text[end:]
    return text


def _changed(before: dict[str, Any], changes: Changes) -> dict[str, Any]:
    """A table as it should be after the changes."""
    kept = {key: value for key, value in before.items() if changes.get(key, "") is not None}
    return kept | {key: value for key, value in changes.items() if value is not None}


def _with_item(before: dict[str, Any], key: str, at: int, changes: Changes) -> dict[str, Any]:
    items = list(before[key])
    items[at] = _changed(items[at], changes)
    return before | {key: items}


def _inserted(items: Any, at: int, item: Any) -> list[Any]:
    known = list(items or [])
    return [*known[:at], item, *known[at:]]


def _verified(text: str, wanted: dict[str, Any]) -> str:
    """The text, if it reads as it was meant to; white space in a condition does not count."""
    if _loosely(values_of(text)) != _loosely(wanted):
        what = Text("这处写法特殊，不能用表单修改。", "This is written unusually: a form cannot change it.")
        todo = Text("请在全文中修改。", "Change it in the whole text.")
        raise PolicyError(Problem("studio.unusual", Place("", 1, 1), what, todo))
    return text


def _loosely(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _loosely(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_loosely(item) for item in value]
    return " ".join(value.split())
