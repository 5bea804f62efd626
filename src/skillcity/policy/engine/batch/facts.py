"""The facts of one kind and what they answer: words for each fact, joined for each person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from skillcity.policy.engine.batch.columns import Column, Places, Rows, fill, taken
from skillcity.policy.engine.batch.kind_tests import Nested, Question
from skillcity.policy.engine.batch.look_up import LookUp
from skillcity.policy.engine.batch.planes import (
    Bits,
    Bools,
    FactPlane,
    Integers,
    PersonPlane,
    Plane,
    any_of,
    bits_of,
    both,
)
from skillcity.policy.engine.batch.split import Facts
from skillcity.policy.engine.batch.turning import LAST_DAY
from skillcity.policy.engine.batch.words import Answered, Layout, Words, followed_by_same, joined, passed
from skillcity.policy.engine.records import readers_of
from skillcity.policy.engine.schema import Schema


@dataclass
class KindRows:
    """The facts of one kind in a chunk of so many people, in the order of their persons."""

    kind: str
    facts: Facts
    rows: Rows
    people: int
    schema: Schema
    layout: Layout
    look_ups: Mapping[str, LookUp]
    _taken: dict[str, Column | None] = field(default_factory=dict)

    @cached_property
    def owner(self) -> Places:
        """The place of the person of each fact; rising."""
        return taken(self.facts.owner, self.rows)

    @cached_property
    def followed(self) -> Places:
        """The facts that are not the last of their person."""
        return followed_by_same(self.owner)

    def column(self, name: str) -> Column | None:
        """A field of these facts: the column `kind:name` or else `name`."""
        if name not in self._taken:
            self._taken[name] = self.facts.column((f"{self.kind}:{name}", name), self.rows)
        return self._taken[name]

    def read(self, name: str) -> Callable[[object], object]:
        """How the interpreter reads a field of these facts."""
        return dict(readers_of(self.schema)[self.kind])[name]

    def days(self, name: str, chosen: Places | None = None) -> Integers:
        """The dates `valid_from` or `valid_to` of some facts (None: all) as numbers of days; open is the last day."""
        found = self.column(name)
        if found is None:
            return np.full(len(self.owner) if chosen is None else len(chosen), LAST_DAY, np.int64)
        if chosen is not None:
            found = found.take(chosen)
        days = found.raw
        if found.valid is not None:
            days = days.copy()
            fill(days, found.valid, LAST_DAY)
        return days.astype(np.int64)

    @cached_property
    def answered(self) -> tuple[Answered, ...]:
        """What each fact passes: the words of its fields, joined by AND; nothing when it does not count."""
        together: list[Words] = []
        for name, look_up in self.look_ups.items():
            found = look_up.words(self.column(name))
            if not together:
                together = list(found)
                continue
            for words, more in zip(together, found, strict=True):
                words &= more
        if self.facts.gone is not None:
            gone = taken(self.facts.gone, self.rows)
            for words in together:
                words[gone] = 0
        return tuple(Answered(words, width) for words, width in zip(together, self.layout.widths, strict=True))

    @cached_property
    def answered_by_people(self) -> tuple[Answered, ...]:
        """What some fact of each person passes: the words of the facts, joined by OR."""
        return tuple(
            Answered(joined(each.words, self.owner, self.followed, self.people), each.width) for each in self.answered
        )

    def of_facts(self, question: Question) -> FactPlane:
        """The answer of each fact."""
        if isinstance(question, Nested):
            found = question.joined(lambda bit: self._of_facts((bit,)))
            return both(found, self._of_facts((question.current,)))
        return self._of_facts(question.bits)

    def of_people(self, question: Question) -> PersonPlane:
        """For each person whether some fact passes."""
        if isinstance(question, Nested):
            facts = self.of_facts(question)
            certain = self._somebody(facts.certain)
            return Plane.known(certain) if facts.is_known else Plane(certain, self._somebody(facts.possible))
        return passed(self.answered_by_people, self.layout.octets(question.bits))

    def _of_facts(self, bits: tuple[int, ...]) -> FactPlane:
        return any_of(self.answered[index].plane(mask) for index, mask in self.layout.masks(bits))

    def _somebody(self, facts: Bools) -> Bits:
        found = np.zeros(self.people, np.bool_)
        found[self.owner.compress(facts)] = True
        return bits_of(found)
