"""People and facts for the tests of policy in the city."""

from __future__ import annotations

from datetime import date, datetime

from skillcity.facts.models import Fact
from skillcity.facts.services import NewFact, record_facts
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.registry.models import Person

STUDIO = {"studio_name": "示例工作室", "role": "leader", "tier": "city", "issuer_kind": "hrss"}
CERTIFICATE = {
    "occupation": "6-18-02-04",
    "occupation_name": "焊工",
    "level": "technician",
    "number": "S000033000001242000001",
    "issuer": "示例评价机构",
    "basis": "exam",
}
EDUCATION = {"school": "示例学校", "major": "0102-4", "stage": "technician"}
BEGIN = date(2024, 1, 1)


def a_person(region: str = "330302", **more: object) -> Person:
    values = {"name": "王示例", "sex": "female", "region_code": region, "birth_date": date(1985, 5, 1)} | more
    return Person.objects.create(**values)


def learn(
    person: Person,
    kind: str,
    attributes: dict[str, object],
    *,
    begins: date = BEGIN,
    ends: date | None = None,
    recorded_at: datetime | None = None,
    supersedes: int | None = None,
    retracts: bool = False,
) -> Fact:
    """Record a fact; gives it as stored."""
    new = NewFact(person.pk, kind, begins, ends, attributes, "test", supersedes=supersedes, retracts=retracts)  # type: ignore[arg-type]  # canonical values
    record_facts(actor=SYSTEM, facts=[new], recorded_at=recorded_at)
    return Fact.objects.filter(person=person).latest("seq")


def lead_a_studio(person: Person, **changes: str) -> Fact:
    return learn(person, "studio", STUDIO | changes)
