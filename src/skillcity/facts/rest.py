"""REST routes of the ledger; mounted under /api/v1/ by `skillcity.site.api`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from skillcity.facts.engine.kinds import Attribute, kind_named
from skillcity.facts.models import Fact
from skillcity.facts.selectors import shown_facts
from skillcity.facts.services import record_fact
from skillcity.kernel.dates import parse_date
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.audit.services import note_look
from skillcity.registry.selectors import person_for

router = Router(tags=["facts"])


class FactOut(Schema):
    """A fact. `superseded_by` is the `seq` of the fact that took its place, null when it stands."""

    reference: str
    person_id: int
    seq: int
    kind: str
    valid_from: date
    valid_to: date | None
    attributes: dict[str, Any]
    document: str
    source: str
    recorded_by: str
    recorded_at: datetime
    supersedes: int | None
    superseded_by: int | None
    retracts: bool
    digest: str


class FactsOut(Schema):
    """All facts of one person, in the order of recording."""

    facts: list[FactOut]


class FactIn(Schema):
    """A fact to be recorded; `attributes` are those that the kind declares (`./skillcity facts kinds`)."""

    person_id: int = Field(ge=1, lt=2**63)
    kind: str = Field(max_length=32)
    valid_from: date
    valid_to: date | None = None
    attributes: dict[str, str | int | bool | None]
    source: str = Field(max_length=200)
    document: str = Field("", max_length=200)


def facts_out(facts: Iterable[Fact]) -> list[FactOut]:
    """Facts as the interface shows them."""
    known = list(facts)
    newer = {fact.supersedes: fact.seq for fact in known if fact.supersedes is not None}
    return [
        FactOut(
            reference=fact.reference,
            person_id=fact.person_id,
            seq=fact.seq,
            kind=fact.kind,
            valid_from=fact.valid_from,
            valid_to=fact.valid_to,
            attributes=fact.attributes,
            document=fact.document,
            source=fact.source,
            recorded_by=fact.recorded_by,
            recorded_at=fact.recorded_at,
            supersedes=fact.supersedes,
            superseded_by=newer.get(fact.seq),
            retracts=fact.retracts,
            digest=bytes(fact.digest).hex(),
        )
        for fact in known
    ]


@router.get(
    "/people/{int:person_id}/facts",
    response=FactsOut,
    url_name="person-facts",
    summary="一个人的事实 / a person's facts",
)
def person_facts(request: HttpRequest, person_id: int) -> FactsOut:
    """The facts of one person in your scope. The look is logged."""
    actor = actor_of(request)
    person = person_for(actor, person_id)
    note_look(actor=actor, act="facts", person_ids=[person.pk])
    return FactsOut(facts=facts_out(shown_facts(actor, person)))


@router.post("/facts", response={201: FactOut}, url_name="record-fact", summary="登记事实 / record a fact")
def record(request: HttpRequest, given: FactIn) -> Status[FactOut]:
    """Record one fact. Send an `Idempotency-Key`: the same request again gives the same answer and records nothing."""
    actor = actor_of(request)
    kind = kind_named(given.kind)
    fact = record_fact(
        actor=actor,
        person=person_for(actor, given.person_id),
        kind=kind,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
        attributes={
            name: _value(kind.attributes[name], value) if name in kind.attributes else value
            for name, value in given.attributes.items()
        },
        source=given.source,
        document=given.document,
    )
    return Status(201, facts_out([fact])[0])


def _value(attribute: Attribute, value: str | int | bool | None) -> object:
    return parse_date(value) if attribute.type == "date" and isinstance(value, str) else value
