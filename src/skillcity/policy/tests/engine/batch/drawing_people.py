"""Random people for the batch engine: facts that overlap, end, are corrected, and say nothing where they should."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from skillcity.policy.engine import Fact, Person
from skillcity.policy.engine.benefit import PAYMENT
from skillcity.policy.tests.engine.batch.drawing import DATES, LEVELS, REGIONS, SCHEMA, WORDS

MOMENTS = st.integers(0, 8).map(lambda months: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=30 * months))
ATTRIBUTES: dict[str, st.SearchStrategy[Any]] = {
    "level": st.sampled_from([None, "", "grandmaster", *LEVELS, *LEVELS]),
    "occupation": st.sampled_from([None, "", *WORDS, *WORDS]),
    "tested": st.none() | DATES,
    "hours": st.sampled_from([None, -1, 0, 1, 2, 3, 5, 6, 10, 1_000_000_001]),
    "passed": st.sampled_from([None, True, False]),
    "region": st.sampled_from([None, *REGIONS]),
    "group": st.sampled_from([None, "disabled", "poor"]),
    "benefit": st.sampled_from([None, "b0", "b1", "b2", "other"]),
    "amount": st.sampled_from([None, 0, 100, 900, 1500, 3000]),
}
GRADES = {"special-ability": st.sampled_from([None, "city", "nation"]), "payment": st.sampled_from([None, 1, 2])}


ALL_KINDS = (*SCHEMA.kinds, "certificate", "special-ability", PAYMENT, "unheard-of")


FEW: dict[str, st.SearchStrategy[Any]] = ATTRIBUTES | {
    "level": st.sampled_from([None, "junior", "senior", "senior", "technician"]),
    "occupation": st.sampled_from([None, "a", "a", "a", "b"]),
    "benefit": st.sampled_from([None, "b0", "b0", "b1"]),
}
"""So few values that facts and payments often agree."""


@st.composite
def facts(
    draw: st.DrawFn,
    number: int,
    kinds: Sequence[str] = ALL_KINDS,
    attributes: Mapping[str, st.SearchStrategy[Any]] = ATTRIBUTES,
) -> Fact:
    """A fact with this id; some are retracted, or take the place of another, or of a stranger's."""
    kind = draw(st.sampled_from(kinds))
    declared = SCHEMA.kinds[kind].attributes if kind in SCHEMA.kinds else ()
    names = [name for name in declared if name not in ("valid_from", "valid_to")]
    return Fact(
        id=number,
        kind=kind,
        valid_from=draw(DATES),
        valid_to=draw(st.none() | DATES),
        recorded_at=draw(st.none() | MOMENTS),
        attributes={name: draw(GRADES[kind] if name == "grade" else attributes[name]) for name in names},
        supersedes=draw(st.sampled_from([None, None, None, None, number, number - 1, number + 1, 3])),
        retracted=draw(st.sampled_from([False] * 6 + [True])),
    )


@st.composite
def going_on(draw: st.DrawFn, own: tuple[Fact, ...]) -> tuple[Fact, ...]:
    """Some facts follow on the one before: on its last day, on the day after, or with a day between."""
    found = list(own)
    for place in range(1, len(found)):
        before = found[place - 1]
        if before.valid_to and before.valid_to.year < 9999 and draw(st.booleans()):
            start = before.valid_to + timedelta(days=draw(st.sampled_from([0, 1, 1, 2])))
            found[place] = replace(
                found[place], kind=before.kind, attributes=before.attributes, valid_from=start, retracted=False
            )
    return tuple(found)


@st.composite
def people(
    draw: st.DrawFn,
    most: int = 6,
    kinds: Sequence[str] = ALL_KINDS,
    attributes: Mapping[str, st.SearchStrategy[Any]] = ATTRIBUTES,
) -> list[Person]:
    """Some persons with their facts; ids rise."""
    found: list[Person] = []
    number = 0
    for person in range(draw(st.integers(1, most))):
        own = tuple(
            draw(facts(number + place, kinds, attributes)) for place in range(draw(st.sampled_from([0, 1, 2, 3, 3, 5])))
        )
        own = draw(going_on(own))
        number += len(own)
        found.append(
            Person(
                id=10 * person + 1,
                birth_date=draw(st.none() | st.dates(date(1955, 1, 1), date(2025, 12, 31)) | DATES),
                sex=draw(st.sampled_from([None, "", "male", "female"])),
                registered_in=draw(st.sampled_from([None, *REGIONS, "330399"])),
                groups=draw(st.none() | st.frozensets(st.sampled_from(["disabled", "poor"]))),
                insurance_months=draw(st.sampled_from([None, -1, 0, 1, 3, 6, 7])),
                facts=own,
            )
        )
    return found
