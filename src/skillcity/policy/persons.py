"""People as policy sees them: the stored facts turned into the engine's values, many people at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import md5, sha256
from typing import Any

from skillcity.facts.models import Fact
from skillcity.policy.engine import Fact as Known
from skillcity.policy.engine import Person as Asked
from skillcity.policy.engine.covered import covered_months
from skillcity.policy.engine.person import check_moment, visible
from skillcity.registry.models import Person

INSURANCE_COUNTED = "unemployment"  # the scheme whose months the subsidy rules ask for (facts/03)
COLUMNS = ("seq", "kind", "valid_from", "valid_to", "recorded_at", "attributes", "supersedes", "retracts", "digest")

Link = tuple[Known, bytes]
"""A fact and its digest in the person's chain."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The stored fields of a person that rules may ask about. They have no history: a decision keeps them."""

    birth_date: date | None
    sex: str
    region_code: str

    @property
    def digest(self) -> str:
        """As the database makes it in `services.STALE`: who differs is evaluated anew."""
        born = self.birth_date.isoformat() if self.birth_date else ""
        return md5(f"{self.region_code}|{self.sex}|{born}".encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Gathered:
    """A person ready to be judged, and on what that rests.

    `facts`: how many facts their chain has; `visible`: those that stand, neither superseded nor retracted, each with
    its digest in the chain.
    """

    person: Asked
    fields: Fields
    facts: int
    visible: tuple[Link, ...]

    def used(self, kinds: Collection[str]) -> tuple[int, str]:
        """How many visible facts are of these kinds, and SHA-256 over their references and digests."""
        found = [(fact, digest) for fact, digest in self.visible if fact.kind in kinds]
        said = sha256()
        for fact, digest in found:
            said.update(f"{fact.id}:".encode() + digest)
        return len(found), said.hexdigest()


def gather_one(person: Person, facts: Iterable[Fact], as_of: date, known_at: datetime | None = None) -> Gathered:
    """A person at hand with all their facts, as known at a moment (None: now)."""
    known = [known_fact(person.pk, tuple(getattr(each, name) for name in COLUMNS)) for each in facts]
    return gathered(person.pk, Fields(person.birth_date, person.sex, person.region_code), known, as_of, known_at)


def gather(person_ids: Sequence[int], as_of: date, known_at: datetime | None = None) -> list[Gathered]:
    """The people with these ids, with all their facts; who is outside the actor's scope is left out."""
    facts = chains(person_ids)
    people = Person.objects.filter(pk__in=person_ids).order_by("pk")
    return [
        gathered(person_id, Fields(born, sex, region_code), facts.get(person_id, []), as_of, known_at)
        for person_id, born, sex, region_code in people.values_list("pk", "birth_date", "sex", "region_code")
    ]


def chains(person_ids: Sequence[int]) -> dict[int, list[Link]]:
    """All facts of these people in the order of their recording, each with its digest."""
    facts: dict[int, list[Link]] = {}
    rows = Fact.objects.filter(person__in=person_ids).order_by("person_id", "seq")
    for person_id, *row in rows.values_list("person_id", *COLUMNS).iterator(chunk_size=20_000):
        facts.setdefault(person_id, []).append(known_fact(person_id, row))
    return facts


def known_fact(person_id: int, row: Sequence[Any]) -> Link:
    """A fact of the ledger (the values of COLUMNS) as the engine takes it, and its digest."""
    seq, kind, valid_from, valid_to, recorded_at, attributes, supersedes, retracts, digest = row
    fact = Known(
        id=f"{person_id}-{seq}",
        kind=kind,
        valid_from=valid_from,
        valid_to=valid_to,
        recorded_at=recorded_at,
        attributes=attributes,
        supersedes=f"{person_id}-{supersedes}" if supersedes else None,
        retracted=retracts,
    )
    return fact, bytes(digest)


def gathered(person_id: int, fields: Fields, known: Sequence[Link], as_of: date, known_at: datetime | None) -> Gathered:
    """The person as of a day: what the fields of the engine's person follow from stands here.

    InputError `policy.naive-time` when `known_at` has no time zone.
    """
    if known_at is not None:
        check_moment(known_at)
    facts = tuple(fact for fact, _ in known)
    digests = {fact.id: digest for fact, digest in known}
    standing = visible(facts, known_at)
    current = [
        fact for fact in standing if fact.valid_from <= as_of and (fact.valid_to is None or fact.valid_to >= as_of)
    ]
    person = Asked(
        id=person_id,
        birth_date=fields.birth_date,
        sex=fields.sex,
        registered_in=_registered_in(current) or fields.region_code,
        groups=frozenset(str(fact.attributes["group"]) for fact in current if fact.kind == "group"),
        insurance_months=insurance_months(standing, as_of),
        facts=facts,
    )
    return Gathered(person, fields, len(facts), tuple((fact, digests[fact.id]) for fact in standing))


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
