"""The questions about fields of the persons themselves, answered by the same look-ups as those about facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa

from skillcity.policy.engine import tree
from skillcity.policy.engine.batch.columns import bits, column
from skillcity.policy.engine.batch.look_up import LookUp
from skillcity.policy.engine.batch.planes import Bools, PersonPlane
from skillcity.policy.engine.batch.turning import number_of, turning_points
from skillcity.policy.engine.batch.words import Answered, Layout, Words, followed_by_same, joined, passed
from skillcity.policy.engine.field_tests import Sets, compile_test
from skillcity.policy.engine.person import Person
from skillcity.policy.engine.records import _person_values

GROUPS = "groups"
DATED = {"birth_date"}


def stored_in(name: str) -> str:
    """The column that holds a field: the age follows from the date of birth."""
    return "birth_date" if name == "age" else name


@dataclass(frozen=True, slots=True)
class PersonTests:
    """For each column of the persons its look-up, and for each question (by number) its column and its bit there."""

    look_ups: Mapping[str, LookUp]
    bits: Mapping[int, tuple[str, int]]

    @classmethod
    def of(cls, tests: Mapping[int, tree.FieldTest], sets: Sets, day: date) -> PersonTests:
        """The tables for these questions, by number."""
        asked: dict[str, list[tree.FieldTest]] = {}
        bits: dict[int, tuple[str, int]] = {}
        for number, test in tests.items():
            name = stored_in(test.field.name)
            own = asked.setdefault(name, [])
            bits[number] = name, len(own)
            own.append(test)
        look_ups = {
            name: LookUp(
                Layout(len(several)),
                {bit: compile_test(test, sets) for bit, test in enumerate(several)},
                _reader(name, day),
                day,
                turning_points(several, day) | {number_of(day) + 1},
                dated=name in DATED,
            )
            for name, several in asked.items()
        }
        return cls(look_ups, bits)

    def answers(self, persons: pa.RecordBatch) -> Callable[[int], PersonPlane]:
        """What the persons of a chunk answer."""
        answered: dict[str, tuple[Answered, ...]] = {}

        def ask(number: int) -> PersonPlane:
            name, bit = self.bits[number]
            if name not in answered:
                widths = self.look_ups[name].layout.widths
                words = self._words(name, persons)
                answered[name] = tuple(Answered(each, width) for each, width in zip(words, widths, strict=True))
            return passed(answered[name], self.look_ups[name].layout.octets((bit,)))

        return ask

    def _words(self, name: str, persons: pa.RecordBatch) -> tuple[Words, ...]:
        look_up = self.look_ups[name]
        place = persons.schema.get_field_index(name)
        if place < 0:
            return tuple(np.repeat(words, persons.num_rows) for words in look_up.words(None))
        array = persons.column(place)
        return _words_of_groups(look_up, array) if name == GROUPS else look_up.words(column(array))


def _words_of_groups(look_up: LookUp, array: pa.Array) -> tuple[Words, ...]:
    """The words of lists: a test is passed when some member passes it; a list with an empty member is not known."""
    members = array.flatten()
    absent = ~_present(array)
    lengths = np.diff(array.offsets.to_numpy())
    lengths[absent] = 0
    some = np.flatnonzero(lengths != 0)
    owner = np.repeat(some, lengths.take(some))
    if members.null_count:
        absent[owner.compress(~_present(members))] = True
    followed = followed_by_same(owner)
    found = []
    for words, empty in zip(look_up.words(column(members)), look_up.pack(None), strict=True):
        people = joined(words, owner, followed, len(array))
        people[absent] = empty
        found.append(people)
    return tuple(found)


def _present(array: pa.Array) -> Bools:
    """Where there is a value."""
    if not array.null_count:
        return np.ones(len(array), np.bool_)
    return bits(array.buffers()[0], array).view(np.bool_)


def _reader(name: str, day: date) -> Callable[[object], Mapping[str, Any]]:
    """From a stored value to the fields that follow from it, by the interpreter's own reading."""

    def read(value: Any) -> Mapping[str, Any]:
        if name == GROUPS:
            value = None if value is None else frozenset((value,))
        return _person_values(Person(0, **{name: value}), day)

    return read
