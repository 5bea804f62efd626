"""People as policy sees them: the stored facts turned into the engine's values, many people at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from skillcity.facts.models import Fact
from skillcity.policy.engine import Fact as Known
from skillcity.policy.engine import Person as Asked
from skillcity.policy.engine.covered import covered_months
from skillcity.policy.engine.person import visible
from skillcity.registry.models import Person

INSURANCE_COUNTED = "unemployment"  # the scheme whose months the subsidy rules ask for (facts/03)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A person ready to be judged, and how many facts that rests on."""

    person: Asked
    facts: int


def gather_one(person: Person, facts: Iterable[Fact], as_of: date) -> Gathered:
    """A person at hand with all their facts, as known now."""
    known = tuple(
        _known(
            person.pk, (each.seq, each.kind, each.valid_from, each.valid_to, each.recorded_at, each.attributes,
                        each.supersedes, each.retracts)
        )
        for each in facts
    )  # fmt: skip
    return _gathered((person.pk, person.birth_date, person.sex, person.region_code), known, as_of, None)


def gather(person_ids: Sequence[int], as_of: date, known_at: datetime | None = None) -> list[Gathered]:
    """The people with these ids, with all their facts; who is outside the actor's scope is left out."""
    facts: dict[int, list[Known]] = {}
    rows = Fact.objects.filter(person__in=person_ids).order_by("person_id", "seq")
    for row in rows.values_list(
        "person_id", "seq", "kind", "valid_from", "valid_to", "recorded_at", "attributes", "supersedes", "retracts"
    ).iterator(chunk_size=20_000):
        facts.setdefault(row[0], []).append(_known(row[0], row[1:]))
    people = Person.objects.filter(pk__in=person_ids).order_by("pk")
    return [
        _gathered(each, tuple(facts.get(each[0], ())), as_of, known_at)
        for each in people.values_list("pk", "birth_date", "sex", "region_code")
    ]


def _known(person_id: int, row: tuple[Any, ...]) -> Known:
    seq, kind, valid_from, valid_to, recorded_at, attributes, supersedes, retracts = row
    return Known(
        id=f"{person_id}-{seq}",
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_at=recorded_at,
        attributes=attributes,
        supersedes=f"{person_id}-{supersedes}" if supersedes else None,
        retracted=retracts,
    )


def _gathered(
    row: tuple[int, date | None, str, str], facts: tuple[Known, ...], as_of: date, known_at: datetime | None
) -> Gathered:
    person_id, birth_date, sex, region_code = row
    current = [
        fact
        for fact in visible(facts, known_at)
        if fact.valid_from <= as_of and (fact.valid_to is None or fact.valid_to >= as_of)
    ]
    person = Asked(
        id=person_id,
        birth_date=birth_date,
        sex=sex,
        registered_in=_registered_in(current) or region_code,
        groups=frozenset(str(fact.attributes["group"]) for fact in current if fact.kind == "group"),
        insurance_months=insurance_months(visible(facts, known_at), as_of),
        facts=facts,
    )
    return Gathered(person, len(facts))


def _registered_in(current: Iterable[Known]) -> str | None:
    """The household register's region, if one is recorded; else None."""
    found = [fact for fact in current if fact.kind == "residence" and fact.attributes.get("basis") == "household"]
    return str(max(found, key=lambda fact: fact.valid_from).attributes["region"]) if found else None


def insurance_months(facts: Iterable[Known], as_of: date) -> int | None:
    """Whole months of unemployment insurance paid until a day, each counted once; None: nothing recorded."""
    periods = [
        (fact.valid_from, fact.valid_to or as_of)
        for fact in facts
        if fact.kind == "insurance" and fact.attributes.get("scheme") == INSURANCE_COUNTED and fact.valid_from <= as_of
    ]
    return covered_months(periods, date.min, as_of) if periods else None
