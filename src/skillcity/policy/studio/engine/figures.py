"""What a draft changes for the people of a city, counted: by class, county, occupation, level, clause and money.

Everything here is counts and sums; whose they are stays in the rows that `Tally.add` gives back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from skillcity.kernel.text import Text
from skillcity.policy.engine.catalogue import Catalogue

BY = ("region", "occupation", "level", "cause")


@dataclass(frozen=True, slots=True)
class Side:
    """One person under one text: the class, or all rights with commas; the clause; what is due by benefit (fen)."""

    value: str = ""
    clause: str = ""
    amounts: tuple[tuple[str, int], ...] = ()

    @property
    def amount(self) -> int:
        """All money due, in fen."""
        return sum(amount for _, amount in self.amounts)


@dataclass(frozen=True, slots=True)
class Judged:
    """One person under both texts, with what the figures are broken down by.

    `kept`: the clause that gave the class before still holds under the new text.
    """

    person: int
    region: str
    occupation: str
    level: str
    old: Side
    new: Side
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A person whose class, clause or money changes. `shift` as in `kinds.Shift`; `cause`: the clause or benefit."""

    judged: Judged
    shift: str
    cause: str


@dataclass(slots=True)
class Tally:
    """Counts people one after the other."""

    old: Catalogue
    new: Catalogue
    people: int = 0
    open: list[int] = field(default_factory=lambda: [0, 0])
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    shifts: Counter[str] = field(default_factory=Counter)
    by: dict[str, dict[str, Counter[str]]] = field(default_factory=lambda: {name: {} for name in BY})
    benefits: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))

    def stay(self, value: str, people: int) -> None:
        """Count people for whom nothing changes."""
        self.people += people
        self.moves[value, value] += people

    def pay(self, at: int, benefit: str, people: int, amount: int) -> None:
        """Add what a benefit gives under the old text (`at` 0) or the new (1): to how many people, how much (fen)."""
        self.benefits[benefit][at] += people
        self.benefits[benefit][2 + at] += amount

    def add(self, judged: Judged) -> Moved | None:
        """Count one person for whom something may change; gives who they are, None when nothing does."""
        old, new = judged.old, judged.new
        self.people += 1
        self.moves[old.value, new.value] += 1
        shift = shift_of(old, new, self.new.outcome.order, every=self.new.outcome.every)
        if shift is None:
            return None
        moved = Moved(judged, shift, cause_of(shift, old, new, kept=judged.kept))
        self.shifts[shift] += 1
        for name, key in zip(BY, (judged.region, judged.occupation, judged.level, moved.cause), strict=True):
            self.by[name].setdefault(key, Counter())[shift] += 1
        return moved

    def figures(self) -> dict[str, Any]:
        """All counts as JSON; words in both languages stand beside the codes."""
        order = dict.fromkeys([*self.new.outcome.order, *self.old.outcome.order, ""])
        if self.new.outcome.every:
            order = dict.fromkeys(sorted({name for pair in self.moves for name in pair}))
        return {
            "people": self.people,
            "open": list(self.open),
            "every": self.new.outcome.every,
            "classes": [[name, *self._people_in(name)] for name in order]
            if self.new.clauses or self.old.clauses
            else [],
            "labels": {name: _pair(_label(name, self.new, self.old)) for name in order if name},
            "moves": [[old, new, n] for (old, new), n in sorted(self.moves.items()) if old != new],
            "shifts": dict(self.shifts),
            **{name: {key: dict(counts) for key, counts in sorted(self.by[name].items())} for name in BY},
            "clauses": {each: _pair(text) for each, text in self._texts().items()},
            "benefits": {name: list(values) for name, values in sorted(self.benefits.items()) if any(values)},
            "measures": {each.id: each.measure.value for side in (self.old, self.new) for each in side.benefits},
        }

    def _people_in(self, name: str) -> list[int]:
        return [
            sum(n for (old, _), n in self.moves.items() if old == name),
            sum(n for (_, new), n in self.moves.items() if new == name),
        ]

    def _texts(self) -> Mapping[str, Text]:
        found: dict[str, Text] = {}
        for side in (self.old, self.new):
            found.update({each.id: each.text for each in side.clauses})
            found.update({each.id: each.text for each in side.benefits})
        return {each: text for each, text in found.items() if each in self.by["cause"] or each in self.benefits}


def shift_of(old: Side, new: Side, order: tuple[str, ...], *, every: bool) -> str | None:
    """How a person moves from one side to the other; None: nothing changes."""
    if old.value != new.value:
        if every:
            gone, come = _names(old) - _names(new), _names(new) - _names(old)
            return "other" if gone and come else "gain" if come else "loss"
        if not old.value or not new.value:
            return "gain" if new.value else "loss"
        return "up" if _rank(new.value, order) < _rank(old.value, order) else "down"
    if dict(old.amounts) != dict(new.amounts):
        return "money"
    return "clause" if old.clause != new.clause else None


def cause_of(shift: str, old: Side, new: Side, *, kept: bool) -> str:
    """The clause that makes the difference: the new one for who gains, the one that no longer helps for who loses.

    For who only changes the clause: the old one if it no longer holds, the new one if it came before it.
    """
    if shift == "money":
        before, after = dict(old.amounts), dict(new.amounts)
        names = {*before, *after}
        return max(sorted(names), key=lambda name: abs(after.get(name, 0) - before.get(name, 0)))
    return old.clause if shift in ("loss", "down") or (shift == "clause" and not kept) else new.clause


def _names(side: Side) -> set[str]:
    return set(side.value.split(",")) - {""}


def _rank(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)


def _label(name: str, new: Catalogue, old: Catalogue) -> Text:
    if new.outcome.every:
        labels = [new.outcome.label(each) for each in name.split(",")]
        return Text("、".join(each.zh for each in labels), ", ".join(each.en for each in labels))
    return (new if name in new.outcome.order else old).outcome.label(name)


def _pair(text: Text) -> list[str]:
    return [text.zh, text.en]
