"""The clauses of a draft as they stand in its text, wrong ones too, so that an officer can see and mend each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from skillcity.kernel.text import Text
from skillcity.policy.engine.located import Items, Node, Table, read_yaml
from skillcity.policy.engine.problems import Place, PolicyError, Problem
from skillcity.policy.studio.engine import spans
from skillcity.policy.studio.engine.editing import plain

MOST_ITEMS = 2_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One clause or benefit of a draft: its place in the list (from 0), its lines in the text, its values as words."""

    at: int
    first_line: int
    last_line: int
    values: Mapping[str, Any]
    key_lines: Mapping[str, int] = field(default_factory=dict)

    def word(self, key: str) -> str:
        """A plain value; nothing when it is absent or no plain value."""
        found = self.values.get(key, "")
        return found if isinstance(found, str) else ""

    def words(self, key: str) -> Text | None:
        """A value in both languages; None when it is absent or not in both."""
        found = self.values.get(key)
        if not isinstance(found, Mapping):
            return None
        zh, en = found.get("zh", ""), found.get("en", "")
        return Text(zh, en) if isinstance(zh, str) and isinstance(en, str) and (zh or en) else None

    @property
    def id(self) -> str:
        """The clause's id."""
        return self.word("id")

    def key_at(self, line: int) -> str:
        """The key whose value stands on a line of the text; the last one that begins there or above."""
        found = [key for key, begins in self.key_lines.items() if begins <= line]
        return found[-1] if found else ""

    def problems(self, found: Iterable[Problem]) -> list[Problem]:
        """Those that lie on its lines."""
        return [problem for problem in found if self.first_line <= problem.place.line <= self.last_line]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a form can show of a text: its own values, its clauses and its benefits."""

    values: Mapping[str, Any]
    clauses: tuple[Entry, ...]
    benefits: tuple[Entry, ...]

    def word(self, key: str) -> str:
        """One of the catalogue's own plain values; nothing when it is absent or no plain value."""
        found = self.values.get(key, "")
        return found if isinstance(found, str) else ""

    def entry(self, clause_id: str) -> Entry | None:
        """The clause of this id."""
        return next((each for each in self.clauses if each.id == clause_id), None)


@lru_cache(maxsize=32)
def outline(text: str) -> Outline:
    """Read a text as far as its shape goes; PolicyError when it is no YAML, has no list of clauses, or is too large."""
    root = read_yaml(text, "")
    if not isinstance(root, Table):
        raise spans.shapeless("clauses")
    last = text.count("\n") + 1
    values = {key: plain(node) for key, node in root.values.items() if key not in ("clauses", "benefits")}
    clauses = _entries(root, "clauses", last)
    benefits = _entries(root, "benefits", last)
    if not clauses and not benefits:
        raise spans.shapeless("clauses")
    return Outline(values, clauses, benefits)


def _entries(root: Table, key: str, last: int) -> tuple[Entry, ...]:
    node = root.values.get(key)
    if node is None:
        return ()
    if not isinstance(node, Items) or not all(isinstance(item, Table) for item in node.items):
        raise spans.shapeless(key)
    if not node.items:
        return ()
    if len(node.items) > MOST_ITEMS:
        raise _too_many(node)
    following = [place.line - 1 for place in root.keys.values() if place.line > node.place.line]
    ends = [item.place.line - 1 for item in node.items[1:]] + [min([*following, last])]
    return tuple(
        Entry(at, item.place.line, max(end, item.place.line), _values(item), _lines(item))
        for at, (item, end) in enumerate(zip(node.items, ends, strict=True))
    )


def _values(item: Node) -> Mapping[str, Any]:
    found = plain(item)
    return found if isinstance(found, dict) else {}


def _lines(item: Node) -> Mapping[str, int]:
    return {key: place.line for key, place in item.keys.items()} if isinstance(item, Table) else {}


def _too_many(node: Node) -> PolicyError:
    what = Text(f"条款超过 {MOST_ITEMS} 条。", f"More than {MOST_ITEMS} clauses.")
    return PolicyError(Problem("policy.too-big", Place("", node.place.line, node.place.column), what))
