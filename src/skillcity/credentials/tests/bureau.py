"""An evaluation body with two clerks, a station, and people who passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count

from skillcity.credentials.issuing import (
    NewCandidate,
    add_candidates,
    approve_batch,
    issue_some,
    make_batch,
    submit_batch,
)
from skillcity.credentials.kinds import CertificateKind
from skillcity.credentials.models import Batch, Certificate, Station
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role
from skillcity.registry.kinds import MembershipRole, OrganisationKind
from skillcity.registry.models import Organisation, Person
from skillcity.registry.tests.world import actor, member, organisation, person, seeing_as

_stations = count(1)
WELDER = {"occupation": "6-18-02-04", "occupation_name": "焊工", "level": "senior"}
DAY = date(2024, 5, 1)


@dataclass(frozen=True, slots=True)
class Bureau:
    """The body, its station, and two clerks: one makes, the other approves."""

    body: Organisation
    station: Station
    maker: Actor
    checker: Actor


def bureau() -> Bureau:
    body = organisation("示例评价机构", OrganisationKind.EVALUATION_BODY)
    station = Station.objects.create(organisation=body, code=f"S000033{next(_stations):06}", name="示例站点")
    return Bureau(body, station, actor(Role.EVALUATION_BODY, of=body), actor(Role.EVALUATION_BODY, of=body))


def examinee(at: Bureau, name: str = "王小明") -> Person:
    found = person(name)
    member(found, at.body, MembershipRole.LEARNER)
    return found


def approved(
    at: Bureau,
    *people: Person,
    kind: CertificateKind = CertificateKind.SKILL_LEVEL,
    attributes: dict[str, object] = WELDER,
) -> Batch:
    """A batch of these people that a colleague has approved."""
    with seeing_as(at.maker):
        batch = make_batch(actor=at.maker, station=at.station, kind=kind, title="五月认定", held_on=DAY)
        lines = [NewCandidate(each, attributes, passed=True) for each in people]
        add_candidates(actor=at.maker, batch=batch, candidates=lines)
        submit_batch(actor=at.maker, batch=batch)
    with seeing_as(at.checker):
        return approve_batch(actor=at.checker, batch=batch)


def issued(at: Bureau, *people: Person, **more: object) -> list[Certificate]:
    """The certificates of these people."""
    batch = approved(at, *people, **more)  # type: ignore[arg-type]
    with seeing_as(at.checker):
        while issue_some(actor=at.checker, batch=batch):
            pass
        return list(Certificate.objects.filter(candidate__batch=batch).order_by("number"))
