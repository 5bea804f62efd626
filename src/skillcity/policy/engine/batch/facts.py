"""The facts of a chunk, split by kind, so that a column is only touched for the kinds that have it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa

from skillcity.policy.engine.batch.columns import Column, Places, Rows, column, taken
from skillcity.policy.engine.batch.kind_tests import Nested, Question
from skillcity.policy.engine.batch.look_up import LookUp
from skillcity.policy.engine.batch.planes import Bools, Integers, Plane, any_of, both
from skillcity.policy.engine.batch.turning import LAST_DAY
from skillcity.policy.engine.batch.words import Answered, Layout, Words
from skillcity.policy.engine.records import _readers
from skillcity.policy.engine.schema import Schema


@dataclass
class FactColumns:
    """The columns of the facts of a chunk, each read when it is first asked for.

    `owner`: for each fact the place of its person among the `people` of the chunk. `gone`: the facts that do not count.
    """

    batch: pa.RecordBatch
    owner: Places
    people: int
    gone: Bools | None
    _read: dict[str, Column] = field(default_factory=dict)

    def take(self, kind: str, name: str, rows: Rows) -> Column | None:
        """A field of some facts of a kind: the column `kind.name` or else `name`; None when no value is there."""
        for each in (f"{kind}.{name}", name):
            place = self.batch.schema.get_field_index(each)
            if place >= 0:
                array = self.batch.column(place)
                if isinstance(rows, slice):
                    array = array.slice(rows.start, rows.stop - rows.start)
                    return column(array) if array.null_count < len(array) else None
                if each not in self._read:
                    self._read[each] = column(array)
                return self._read[each].take(rows)
        return None


@dataclass
class KindRows:
    """The facts of one kind in a chunk, in the order of their persons, and their answers."""

    columns: FactColumns
    kind: str
    rows: Rows
    schema: Schema
    layout: Layout
    look_ups: Mapping[str, LookUp]
    _taken: dict[str, Column | None] = field(default_factory=dict)

    @cached_property
    def owner(self) -> Places:
        """The place of the person of each fact; rising."""
        return taken(self.columns.owner, self.rows)

    @cached_property
    def repeated(self) -> Places:
        """The facts that are not the first of their person."""
        owner = self.owner
        return np.flatnonzero(owner[1:] == owner[:-1]) + 1

    def column(self, name: str) -> Column | None:
        """A field of these facts."""
        if name not in self._taken:
            self._taken[name] = self.columns.take(self.kind, name, self.rows)
        return self._taken[name]

    def read(self, name: str) -> Callable[[object], object]:
        """How the interpreter reads a field of these facts."""
        return dict(_readers(self.schema)[self.kind])[name]

    def days(self, name: str, chosen: Places | None = None) -> Integers:
        """The dates `valid_from` or `valid_to` of some facts (None: all) as numbers of days; open is the last of all."""
        found = self.column(name)
        if found is None:
            return np.full(len(self.owner) if chosen is None else len(chosen), LAST_DAY, np.int64)
        if chosen is not None:
            found = found.take(chosen)
        days = found.raw.astype(np.int64)
        if found.valid is not None:
            days[~found.valid] = LAST_DAY
        return days

    @cached_property
    def answered(self) -> tuple[Answered, ...]:
        """What each fact passes: the words of its fields, joined by AND; nothing when it does not count."""
        joined: list[Words] = []
        for name, look_up in self.look_ups.items():
            found = look_up.words(self.column(name))
            if not joined:
                joined = list(found)
                continue
            for words, more in zip(joined, found, strict=True):
                words &= more
        if self.columns.gone is not None:
            gone = taken(self.columns.gone, self.rows)
            for words in joined:
                words[gone] = 0
        return tuple(Answered(words, width) for words, width in zip(joined, self.layout.widths, strict=True))

    @cached_property
    def answered_by_people(self) -> tuple[Answered, ...]:
        """What some fact of each person passes: the words of the facts, joined by OR."""
        found = []
        for each in self.answered:
            people = np.zeros(self.columns.people, each.words.dtype)
            people[self.owner[::-1]] = each.words[::-1]  # of one person the first fact
            np.bitwise_or.at(people, self.owner.take(self.repeated), each.words.take(self.repeated))
            found.append(Answered(people, each.width))
        return tuple(found)

    def of_facts(self, question: Question) -> Plane:
        """The answer of each fact."""
        if isinstance(question, Nested):
            found = question.joined(lambda bit: self._plane(self.answered, (bit,)))
            return both(found, self._plane(self.answered, (question.current,)))
        return self._plane(self.answered, question.bits)

    def of_people(self, question: Question) -> Plane:
        """For each person whether some fact passes."""
        if isinstance(question, Nested):
            facts = self.of_facts(question)
            certain = self._somebody(facts.certain)
            return Plane.known(certain) if facts.is_known else Plane(certain, self._somebody(facts.possible))
        return self._plane(self.answered_by_people, question.bits)

    def _plane(self, answered: tuple[Answered, ...], bits: tuple[int, ...]) -> Plane:
        return any_of(answered[index].plane(mask) for index, mask in self.layout.masks(bits))

    def _somebody(self, facts: Bools) -> Bools:
        found = np.zeros(self.columns.people, np.bool_)
        found[self.owner.compress(facts)] = True
        return found


def split(kinds: pa.Array, wanted: Sequence[str], owner: Places) -> list[Rows]:
    """The rows of each wanted kind, by person; of one person in their order.

    Slices where the facts lie by kind already, and need not be copied.
    """
    found = column(kinds if pa.types.is_dictionary(kinds.type) else kinds.dictionary_encode())
    names = [*found.values.to_pylist(), None] if found.values is not None else [None]
    raw = found.raw if found.valid is None else np.where(found.valid, found.raw, len(names) - 1)
    runs = np.concatenate(([0], np.flatnonzero(raw[1:] != raw[:-1]) + 1))[: len(raw)]
    order: Places | None = None
    if len(runs) > len(names) or len(np.unique(raw.take(runs))) < len(runs):
        numbers = np.array([wanted.index(name) if name in wanted else len(wanted) for name in names], np.uint16)
        numbered = numbers.take(raw)
        order = np.argsort(numbered, kind="stable")
        names, raw = [*wanted, None], numbered.take(order)
        runs = np.concatenate(([0], np.flatnonzero(raw[1:] != raw[:-1]) + 1))
    ends = [*runs[1:].tolist(), len(raw)][: len(runs)]
    lying = {names[raw[start]]: slice(start, end) for start, end in zip(runs.tolist(), ends, strict=True)}
    rows = [lying.get(name, slice(0, 0)) for name in wanted]
    return [_by_person(each if order is None else order[each], owner) for each in rows]


def _by_person(rows: Rows, owner: Places) -> Rows:
    owners = taken(owner, rows)
    if _rises(owners):
        return rows
    order = np.argsort(owners, kind="stable")
    return order + rows.start if isinstance(rows, slice) else rows[order]


def _rises(values: NDArray[np.integer]) -> bool:
    return bool((values[1:] >= values[:-1]).all())
