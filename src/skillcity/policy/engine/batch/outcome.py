"""What a plan gives to each person of a chunk: the class and its clause, and what is held, unknown and open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skillcity.policy.engine.batch.chunk import Answers
from skillcity.policy.engine.batch.claims import Claims, Classes, Due, exclusive
from skillcity.policy.engine.batch.expressions import Truths
from skillcity.policy.engine.batch.masks import Masks, Packer, packed
from skillcity.policy.engine.batch.plan import Plan
from skillcity.policy.engine.batch.planes import Bools, Plane, either

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


def outcomes(plan: Plan, answers: Answers, known: Truths) -> Outcomes:
    """What the persons of a chunk are given by a plan; `known`: the truths of its questions, `answers.truths()`."""
    people, catalogue = answers.people, plan.catalogue
    in_file = {clause.id: place for place, clause in enumerate(catalogue.clauses)}
    held, unknown, near = (Packer(len(in_file), people) for _ in range(3))
    first = First(len(plan.clauses), people)
    names: dict[str, Plane] = {}
    sound: dict[str, Bools] = {}
    for place, item in enumerate(plan.clauses):
        clause = item.clause
        truth, number = known.of(plan.conditions[clause.id]), in_file[clause.id]
        held.add(number, truth.certain)
        if not truth.is_known:
            unknown.add(number, truth.possible & ~truth.certain)
        forms = [known.certain(form) for form in plan.near[clause.id]]
        if forms:
            near.add(number, np.logical_or.reduce(forms) & ~truth.possible)
        first.add(place, truth.certain)
        names[clause.gives] = either(names[clause.gives], truth) if clause.gives in names else truth
        if not item.illustrative:
            sound[clause.gives] = names[clause.gives].certain  # those in force come before the illustrative ones
    winner = first.places()
    holds, open_ = _by_name(plan, names, people)
    doubtful = plan.rests_on_samples or any(item.illustrative for item in plan.clauses)
    return Outcomes(
        winner=winner,
        illustrative=np.where(winner == NOBODY, doubtful, _illustrative(plan, holds, sound, people)),
        held=held.masks(),
        unknown=unknown.masks(),
        near=near.masks(),
        holds=packed(holds if catalogue.outcome.every else [], people),
        open=packed(open_, people),
        benefits=_benefits(plan, answers, known, _classes(plan, winner, open_)),
    )


def _by_name(plan: Plan, names: Mapping[str, Plane], people: int) -> tuple[list[Bools], list[Bools | None]]:
    """For each class or right who surely holds it (of classes the best alone), and who may hold it besides."""
    outcome = plan.catalogue.outcome
    nobody = np.zeros(people, np.bool_)
    holds: list[Bools] = []
    open_: list[Bools | None] = []
    better = nobody  # who has a better class than the one looked at
    for name in outcome.order:
        truth = names.get(name, Plane.known(nobody))
        holds.append(truth.certain & ~better)
        open_.append(None if truth.is_known else truth.possible & ~truth.certain & ~better)
        if not outcome.every:
            better = better | truth.certain
    return holds, open_


def _illustrative(plan: Plan, holds: Sequence[Bools], sound: Mapping[str, Bools], people: int) -> Bools:
    """Who holds something that no clause in force gives, only an illustrative one."""
    doubtful = {item.clause.gives for item in plan.clauses if item.illustrative}
    found = np.zeros(people, np.bool_)
    for name, held in zip(plan.catalogue.outcome.order, holds, strict=True):
        if name in doubtful:
            found |= held & ~sound[name] if name in sound else held
    return found


class First:
    """For each person the first of several planes that says yes."""

    def __init__(self, planes: int, people: int) -> None:
        self._planes = planes
        self._narrow = np.dtype(np.uint8 if planes < 256 else np.uint16)
        self._found: NDArray[Any] = np.zeros(people, self._narrow)  # counted from the end: the greatest is the first

    def add(self, place: int, plane: Bools) -> None:
        """The plane at a place."""
        counted = plane.view(np.uint8) * self._narrow.type(self._planes - place)
        np.maximum(self._found, counted, out=self._found)

    def places(self) -> NDArray[np.uint16]:
        """The places; NOBODY where no plane says yes."""
        found = np.uint16(self._planes) - self._found.astype(np.uint16)
        return np.where(self._found > 0, found, np.uint16(NOBODY))


def _classes(plan: Plan, winner: NDArray[np.uint16], open_: Sequence[Bools | None]) -> Classes:
    names = plan.catalogue.outcome.order
    places = np.array([*(names.index(item.clause.gives) for item in plan.clauses), len(names)], np.int64)
    return Classes(names, places.take(winner, mode="clip"), open_)


def _benefits(plan: Plan, answers: Answers, known: Truths, classes: Classes) -> tuple[Due, ...]:
    if not plan.benefits:
        return ()
    plan.codes.begin()
    claims = Claims(answers.chunk.persons, answers.kinds, classes, plan.codes, plan.day)
    found = [claims.due(each, None if each.when is None else known.of(each.when)) for each in plan.benefits]
    return tuple(exclusive(plan.benefits, found))
