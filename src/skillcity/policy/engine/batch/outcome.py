"""What a plan gives to each person of a chunk: the class and its clause, and what is held, unknown and open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from skillcity.policy.engine.batch.chunk import Answers
from skillcity.policy.engine.batch.claims import Claims, Classes, Due, exclusive
from skillcity.policy.engine.batch.expressions import Truths
from skillcity.policy.engine.batch.plan import Plan
from skillcity.policy.engine.batch.planes import Bools, Plane, any_of

NOBODY = 0xFFFF
"""In place of a clause: none holds."""
Masks = NDArray[np.uint64]


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
    truths = {clause: known.of(number) for clause, number in plan.conditions.items()}
    nobody = np.zeros(people, np.bool_)
    holds, open_ = [], []
    better = nobody  # who has a better class than the one looked at
    illustrative = nobody
    for name in catalogue.outcome.order:
        own = [item for item in plan.clauses if item.clause.gives == name]
        truth = any_of(truths[item.clause.id] for item in own) if own else Plane.known(nobody)
        sound = [truths[item.clause.id].certain for item in own if not item.illustrative]
        holds.append(truth.certain & ~better)
        open_.append(None if truth.is_known else truth.possible & ~truth.certain & ~better)
        if len(sound) < len(own):
            illustrative = illustrative | (
                holds[-1] & ~np.logical_or.reduce(sound, initial=False) if sound else holds[-1]
            )
        if not catalogue.outcome.every:
            better = better | truth.certain
    in_file = [truths.get(clause.id) for clause in catalogue.clauses]
    near = {
        clause: np.logical_or.reduce([known.certain(number) for number in forms]) & ~truths[clause].possible
        for clause, forms in plan.near.items()
        if forms
    }
    winner = _first([truths[item.clause.id].certain for item in plan.clauses], people)
    doubtful = plan.rests_on_samples or any(item.illustrative for item in plan.clauses)
    return Outcomes(
        winner=winner,
        illustrative=np.where(winner == NOBODY, doubtful, illustrative),
        held=packed([truth.certain if truth else None for truth in in_file], people),
        unknown=packed(
            [truth.possible & ~truth.certain if truth and not truth.is_known else None for truth in in_file], people
        ),
        near=packed([near.get(clause.id) for clause in catalogue.clauses], people),
        holds=packed(holds if catalogue.outcome.every else [], people),
        open=packed(open_, people),
        benefits=_benefits(plan, answers, known, _classes(plan, winner, open_)),
    )


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


def _first(planes: Sequence[Bools], people: int) -> NDArray[np.uint16]:
    """For each person the first plane that says yes; NOBODY where none does."""
    narrow = np.dtype(np.uint8 if len(planes) < 256 else np.uint16)
    found: NDArray[Any] = np.zeros(people, narrow)  # counted from the end: the greatest is the first
    for place, plane in enumerate(planes):
        np.maximum(found, plane.view(np.uint8) * narrow.type(len(planes) - place), out=found)
    return np.where(found > 0, np.uint16(len(planes)) - found, np.uint16(NOBODY)).astype(np.uint16)


def packed(bits: Sequence[Bools | None], people: int) -> Masks:
    """Many yes/no arrays of shape (n,) as words of 64 bits, shape (words, n), the first in the lowest bit; None: no."""
    words = max(1, -(-len(bits) // 64))
    octets: NDArray[np.uint8] = np.zeros((words, people, 8), np.uint8)
    for start in range(0, len(bits), 8):
        octet = _octet(bits[start : start + 8])
        if octet is not None:
            octets[start // 64, :, start % 64 // 8] = octet
    return octets.view("<u8")[:, :, 0]


def bit(masks: Masks, place: int) -> Bools:
    """One of the yes/no arrays that `packed` has packed."""
    found: Bools = (masks[place // 64] >> np.uint64(place % 64)) & np.uint64(1) != 0
    return found


def _octet(bits: Iterable[Bools | None]) -> NDArray[Any] | None:
    found: NDArray[Any] | None = None
    for place, each in enumerate(bits):
        if each is not None:
            shifted = each.view(np.uint8) * np.uint8(1 << place)  # a shift of bytes is eight times slower
            found = shifted if found is None else found | shifted
    return found
