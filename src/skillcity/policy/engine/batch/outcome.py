"""What a plan gives to each person of a chunk: the class and its clause, and what is held, unknown and open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from skillcity.policy.engine.batch.chunk import Answers
from skillcity.policy.engine.batch.claims import Claims, Classes, Due, exclusive
from skillcity.policy.engine.batch.columns import fill
from skillcity.policy.engine.batch.expressions import Truths
from skillcity.policy.engine.batch.masks import Masks, packed
from skillcity.policy.engine.batch.plan import Plan
from skillcity.policy.engine.batch.planes import Bits, Bools, PersonPlane, Plane, bools_of, either, nobody

__all__ = ["NOBODY", "Due", "Masks", "Outcomes", "outcomes"]

NOBODY = 0xFFFF
"""In place of a clause: none holds."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcomes of n persons.

    `winner`: the place, in `plan.clauses`, of the clause that gives the class or the first right; NOBODY for none;
    shape (n,). `illustrative`: the outcome rests on what nobody has read in a text in force.

    Masks have shape (words, n) and 64 bits a word: `held`, `unknown`, `near` a bit for each clause in the order of the
    file; `holds` for each right that surely holds (of a catalogue of classes: none) and `open` for each class or right
    that may hold besides, in the order of the catalogue. `benefits`: what each benefit of the plan gives.
    """

    winner: NDArray[np.uint16]
    illustrative: Bools
    held: Masks
    unknown: Masks
    near: Masks
    holds: Masks
    open: Masks
    benefits: tuple[Due, ...]


def outcomes(plan: Plan, answers: Answers, known: Truths[np.uint8], *, explain: bool = True) -> Outcomes:
    """What the persons of a chunk are given by a plan; `known`: the truths of its questions, `answers.truths()`.

    `explain`: without it no bit of `unknown` and `near` is set, which nobody asks who only compares what is given.
    """
    people, catalogue = answers.people, plan.catalogue
    in_file = {clause.id: place for place, clause in enumerate(catalogue.clauses)}
    held: list[Bits | None] = [None] * len(in_file)
    unknown, near = held.copy(), held.copy()
    first = First(people)
    names: dict[str, PersonPlane] = {}
    sound: dict[str, Bits] = {}
    for place, item in enumerate(plan.clauses):
        clause = item.clause
        truth, number = known.of(plan.conditions[clause.id]), in_file[clause.id]
        held[number] = truth.certain
        if explain and not truth.is_known:
            unknown[number] = truth.possible & ~truth.certain
        if explain and plan.near[clause.id]:
            near[number] = reduce(or_, (known.certain(form) for form in plan.near[clause.id])) & ~truth.possible
        first.add(place, truth.certain)
        names[clause.gives] = either(names[clause.gives], truth) if clause.gives in names else truth
        if not item.illustrative:
            sound[clause.gives] = names[clause.gives].certain  # those in force come before the illustrative ones
    holds, open_ = _by_name(plan, names, people)
    winner = first.places()
    illustrative = _illustrative(plan, holds, sound, people) & first.somebody
    if plan.rests_on_samples or any(item.illustrative for item in plan.clauses):
        illustrative |= ~first.somebody
    return Outcomes(
        winner=winner,
        illustrative=bools_of(illustrative, people),
        held=packed(held, people),
        unknown=packed(unknown, people),
        near=packed(near, people),
        holds=packed(holds if catalogue.outcome.every else [], people),
        open=packed(open_, people),
        benefits=_benefits(plan, answers, known, winner, open_),
    )


def _by_name(plan: Plan, names: Mapping[str, PersonPlane], people: int) -> tuple[list[Bits], list[Bits | None]]:
    """For each class or right who surely holds it (of classes the best alone), and who may hold it besides."""
    outcome = plan.catalogue.outcome
    holds: list[Bits] = []
    open_: list[Bits | None] = []
    better = nobody(people)  # who has a better class than the one looked at
    for name in outcome.order:
        truth = names.get(name) or Plane.known(nobody(people))
        holds.append(truth.certain & ~better)
        open_.append(None if truth.is_known else truth.possible & ~truth.certain & ~better)
        if not outcome.every:
            better = better | truth.certain
    return holds, open_


def _illustrative(plan: Plan, holds: Sequence[Bits], sound: Mapping[str, Bits], people: int) -> Bits:
    """Who holds something that no clause in force gives, only an illustrative one."""
    doubtful = {item.clause.gives for item in plan.clauses if item.illustrative}
    found = nobody(people)
    for name, held in zip(plan.catalogue.outcome.order, holds, strict=True):
        if name in doubtful:
            found |= held & ~sound[name] if name in sound else held
    return found


class First:
    """For each person the first of several planes that says yes."""

    def __init__(self, people: int) -> None:
        self._people = people
        self._digits: list[Bits] = []  # of the places as binary numbers, the lowest first
        self.somebody = nobody(people)

    def add(self, place: int, answer: Bits) -> None:
        """The answers at a place; places rise."""
        new = answer & ~self.somebody
        self.somebody |= answer
        self._digits += [nobody(self._people) for _ in range(len(self._digits), place.bit_length())]
        while place:
            digit = place.bit_length() - 1
            self._digits[digit] |= new
            place ^= 1 << digit

    def places(self) -> NDArray[np.uint16]:
        """The places; NOBODY where no plane says yes."""
        found: NDArray[np.uint16] = packed(self._digits, self._people)[0].astype(np.uint16)
        fill(found, bools_of(self.somebody, self._people), NOBODY)
        return found


def _classes(plan: Plan, winner: NDArray[np.uint16], open_: Sequence[Bits | None]) -> Classes:
    names = plan.catalogue.outcome.order
    places = np.array([*(names.index(item.clause.gives) for item in plan.clauses), len(names)], np.int64)
    return Classes(names, places.take(winner, mode="clip"), open_)


def _benefits(
    plan: Plan,
    answers: Answers,
    known: Truths[np.uint8],
    winner: NDArray[np.uint16],
    open_: Sequence[Bits | None],
) -> tuple[Due, ...]:
    if not plan.benefits:
        return ()
    plan.codes.begin()
    claims = Claims(answers.chunk.persons, answers.kinds, _classes(plan, winner, open_), plan.codes, plan.day)
    found = [claims.due(each, known) for each in plan.benefits]
    return tuple(exclusive(plan.benefits, found))
