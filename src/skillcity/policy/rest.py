"""REST routes of policy; mounted under /api/v1/ by `skillcity.site.api`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Body, Query, Router, Status

from skillcity.facts.engine.kinds import kind_named
from skillcity.kernel.dates import parse_date
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.services import note_look
from skillcity.policy import rest_schemas as schemas
from skillcity.policy import rest_values as values
from skillcity.policy.answers import answer_of
from skillcity.policy.applying import all_editions
from skillcity.policy.editions import edition_named
from skillcity.policy.replaying import replay
from skillcity.policy.selectors import decision_for, decisions_of
from skillcity.policy.supposing import Supposed, evaluated
from skillcity.policy.verdicts import Refusal, verdict
from skillcity.registry.kinds import Purpose
from skillcity.registry.selectors import person_for

router = Router(tags=["policy"])
MOST = 100
TOO_LARGE = 2**63
NOTHING_SUPPOSED = schemas.SuppositionIn(facts=[], catalogue="")
AsOf = Annotated[date | None, Query(description="截至日期，默认今天 / the day asked about, today without it")]
KnownAt = Annotated[datetime | None, Query(description="按当时已知，带时区 / as known then, with its time zone")]
Name = Annotated[str, Query(max_length=64, description="目录，如 talent-class / one catalogue, all without it")]
Before = Annotated[
    int | None, Query(ge=1, lt=2**63, description="上一页最后一条的编号 / the number the last page ended with")
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="最多多少条 / at most so many")]


@router.get(
    "/catalogues", response=schemas.CataloguesOut, url_name="policy-catalogues", summary="政策目录 / policy catalogues"
)
def catalogues(request: HttpRequest) -> schemas.CataloguesOut:
    """All editions of all catalogues, those of the nation first."""
    today = timezone.localdate()
    return schemas.CataloguesOut(catalogues=[values.catalogue_out(each, today) for each in all_editions()])


@router.get(
    "/catalogues/{region}/{catalogue}/{edition}",
    response=schemas.EditionOut,
    url_name="policy-edition",
    summary="一版目录 / one edition",
)
def edition(request: HttpRequest, region: str, catalogue: str, edition: str) -> schemas.EditionOut:
    """One edition: clauses and benefits in their wording, in the rule language, in plain words, with their citation."""
    return values.edition_out(edition_named(f"{region}/{catalogue}/{edition}"), timezone.localdate())


@router.get(
    "/people/{int:person_id}/evaluation",
    response=schemas.EvaluationOut,
    url_name="person-evaluation",
    summary="评定一个人 / evaluate a person",
)
def evaluation(
    request: HttpRequest, person_id: int, catalogue: Name = "", as_of: AsOf = None, known_at: KnownAt = None
) -> schemas.EvaluationOut:
    """What the editions in force on a day give a person in your scope, with the reasons. The look is logged."""
    person = person_for(actor_of(request), person_id)
    note_look(actor=actor_of(request), act="rights", person_ids=[person.pk])
    day = as_of or timezone.localdate()
    found = evaluated(person, as_of=day, known_at=known_at, catalogue=catalogue)
    return schemas.EvaluationOut(
        person_id=person.pk,
        as_of=day,
        known_at=known_at,
        outcomes=[values.outcome_out(each.outcome, each.catalogue) for each in found],
    )


@router.post(
    "/people/{int:person_id}/supposition",
    response=schemas.SuppositionOut,
    url_name="person-supposition",
    summary="假如有这些事实 / would the person be entitled if",
)
def supposition(
    request: HttpRequest, person_id: int, given: Annotated[schemas.SuppositionIn, Body()] = NOTHING_SUPPOSED
) -> schemas.SuppositionOut:
    """What a person in your scope would be given with these facts besides. Nothing is stored; the look is logged."""
    person = person_for(actor_of(request), person_id)
    if not given.facts:
        raise InputError("policy.no-facts", Text("请给出假设的事实。", "Give the facts to suppose."), where="facts")
    note_look(actor=actor_of(request), act="supposition", person_ids=[person.pk])
    day = given.as_of or timezone.localdate()
    supposed = [
        Supposed(each.kind, each.valid_from, each.valid_to, _typed(each.kind, each.attributes)) for each in given.facts
    ]
    now = evaluated(person, as_of=day, catalogue=given.catalogue)
    then = evaluated(person, as_of=day, catalogue=given.catalogue, supposed=supposed)
    return schemas.SuppositionOut(
        person_id=person.pk,
        as_of=day,
        differences=[
            schemas.DifferenceOut(
                catalogue=before.catalogue.name,
                changes=not answer_of(before.outcome).same_outcome(answer_of(after.outcome)),
                now=values.outcome_out(before.outcome, before.catalogue),
                supposed=values.outcome_out(after.outcome, after.catalogue),
            )
            for before, after in zip(now, then, strict=True)
        ],
    )


def _typed(kind: str, attributes: Mapping[str, str | int | bool | None]) -> dict[str, object]:
    """Dates as dates; everything else as it was sent."""
    known = kind_named(kind).attributes
    return {
        name: parse_date(value) if name in known and known[name].type == "date" and isinstance(value, str) else value
        for name, value in attributes.items()
    }


@router.get(
    "/people/{int:person_id}/decisions",
    response=schemas.DecisionsOut,
    url_name="person-decisions",
    summary="一个人的认定 / decisions about a person",
)
def decisions(request: HttpRequest, person_id: int, before: Before = None, limit: Limit = 25) -> schemas.DecisionsOut:
    """The decisions about a person in your scope, the newest first. The look is logged."""
    person = person_for(actor_of(request), person_id)
    note_look(actor=actor_of(request), act="decision", person_ids=[person.pk])
    rows = decisions_of(person.pk)
    found = list((rows.filter(pk__lt=before) if before else rows)[: limit + 1])
    shown = found[:limit]
    return schemas.DecisionsOut(
        decisions=[schemas.DecisionOut(**values.decision_values(each)) for each in shown],
        next=shown[-1].pk if len(found) > limit else None,
    )


@router.get(
    "/decisions/{int:decision_id}",
    response=schemas.ReplayOut,
    url_name="decision",
    summary="一项认定及其重放 / one decision, replayed",
)
def decision(request: HttpRequest, decision_id: int) -> schemas.ReplayOut:
    """One decision about a person in your scope, and whether replaying it now gives the same. The look is logged."""
    found = decision_for(decision_id)
    note_look(actor=actor_of(request), act="decision", person_ids=[found.person_id])
    again = replay(found)
    return schemas.ReplayOut(**values.decision_values(found), same=again.same, differs=list(again.differs))


@router.get(
    "/people/{int:person_id}/verdict",
    response={200: schemas.VerdictOut, 403: schemas.ErrorOut},
    url_name="person-verdict",
    summary="凭授权查认定结果 / the verdict, with the person's consent",
)
def person_verdict(
    request: HttpRequest,
    person_id: int,
    purpose: Annotated[
        Purpose | None, Query(description="授权用途，默认按机构 / purpose of the consent, the own one")
    ] = None,
) -> schemas.VerdictOut | Status[schemas.ErrorOut]:
    """For banks and insurers: verdicts and references, never a fact. Refused without consent; both are logged."""
    purpose = purpose or (Purpose.INSURANCE if actor_of(request).role is Role.INSURER else Purpose.LOAN)
    found = verdict(actor_of(request), person_id=person_id, purpose=purpose)
    if isinstance(found, Refusal):
        # Answered, not raised: what a view raises is undone, and the refusal belongs into the audit.
        whom = [person_id] if person_id < TOO_LARGE else []  # the audit can name no such number
        note_look(actor=actor_of(request), act="verdict-refused", person_ids=whom, purpose=purpose.value)
        code = f"policy.{found.name.lower().replace('_', '-')}"
        return Status(403, schemas.ErrorOut(code=code, where=str(person_id), zh=found.value.zh, en=found.value.en))
    note_look(actor=actor_of(request), act="verdict", person_ids=[person_id], purpose=purpose.value)
    return values.verdict_out(found)
