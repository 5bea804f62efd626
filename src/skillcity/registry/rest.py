"""REST routes of people and organisations; mounted under /api/v1/ by `skillcity.site.api`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.accounts.roles import Reach
from skillcity.platform.audit.services import note_look
from skillcity.registry import selectors
from skillcity.registry.models import Organisation, Person
from skillcity.registry.views.parts import masked_number

router = Router(tags=["registry"])
MOST = 100
Limit = Annotated[int, Query(ge=1, le=MOST, description="最多多少条 / at most so many")]
After = Annotated[int, Query(ge=0, description="上一页最后一条的编号 / the id that the last page ended with")]
Text = Annotated[str, Query(max_length=64)]
Code = Annotated[str, Query(max_length=20)]


class PersonOut(Schema):
    """A person; the ID number is masked."""

    id: int
    name: str
    id_number: str
    sex: str
    birth_date: date | None
    region_code: str


class PeopleOut(Schema):
    """A page of people; `next` is the `after` of the next page, null on the last."""

    people: list[PersonOut]
    next: int | None


class OrganisationOut(Schema):
    """An organisation."""

    id: int
    name: str
    kind: str
    credit_code: str
    region_code: str
    founded_on: date | None


class OrganisationsOut(Schema):
    """A page of organisations."""

    organisations: list[OrganisationOut]
    next: int | None


def person_out(actor: Actor, person: Person) -> PersonOut:
    """A person as the interface shows them; of those who gave a consent no more than tells one from another."""
    closely = actor.reach is not Reach.CONSENT
    return PersonOut(
        id=person.pk,
        name=person.name,
        id_number=masked_number(person),
        sex=person.sex if closely else "",
        birth_date=person.birth_date if closely else None,
        region_code=person.region_code,
    )


def organisation_out(found: Organisation) -> OrganisationOut:
    """An organisation as the interface shows it."""
    return OrganisationOut(
        id=found.pk,
        name=found.name,
        kind=found.kind,
        credit_code=found.credit_code,
        region_code=found.region_code,
        founded_on=found.founded_on,
    )


@router.get("/people", response=PeopleOut, url_name="people", summary="查找人员 / search people")
def people(request: HttpRequest, q: Text = "", county: Code = "", after: After = 0, limit: Limit = 25) -> PeopleOut:
    """People in your scope by a part of the name, pinyin initials or the whole ID number. Every look is logged."""
    actor = actor_of(request)
    rows = selectors.search_people(actor, text=q, region_code=county).filter(pk__gt=after)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    note_look(actor=actor, act="list", person_ids=[person.pk for person in shown])
    people = [person_out(actor, person) for person in shown]
    return PeopleOut(people=people, next=shown[-1].pk if len(found) > limit else None)


@router.get("/people/{int:person_id}", response=PersonOut, url_name="person", summary="一个人 / one person")
def person(request: HttpRequest, person_id: int) -> PersonOut:
    """One person in your scope."""
    actor = actor_of(request)
    found = selectors.person_for(actor, person_id)
    note_look(actor=actor, act="summary", person_ids=[found.pk])
    return person_out(actor, found)


@router.get(
    "/organisations", response=OrganisationsOut, url_name="organisations", summary="查找机构 / search organisations"
)
def organisations(
    request: HttpRequest, q: Text = "", kind: Code = "", county: Code = "", after: After = 0, limit: Limit = 25
) -> OrganisationsOut:
    """Organisations by a part of the name, pinyin initials or credit code, in the order of their ids."""
    rows = selectors.search_organisations(text=q, kind=kind, region_code=county).filter(pk__gt=after).order_by("pk")
    found = list(rows[: limit + 1])
    shown = found[:limit]
    return OrganisationsOut(
        organisations=list(map(organisation_out, shown)), next=shown[-1].pk if len(found) > limit else None
    )


@router.get(
    "/organisations/{int:organisation_id}",
    response=OrganisationOut,
    url_name="organisation",
    summary="一家机构 / one organisation",
)
def organisation(request: HttpRequest, organisation_id: int) -> OrganisationOut:
    """One organisation."""
    return organisation_out(selectors.organisation_for(organisation_id))
