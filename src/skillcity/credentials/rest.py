"""REST routes of certificates; mounted under /api/v1/ by `skillcity.site.api`. Verifying one needs no account."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from skillcity.credentials import rest_values as values
from skillcity.credentials.checking import verify_here
from skillcity.credentials.downloads import address_of
from skillcity.credentials.limits import count_verification
from skillcity.credentials.publishing import issuing_bodies, published_lists
from skillcity.credentials.selectors import batch_for, batches_for, certificate_for, lines_of
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.audit.services import note_look

router = Router(tags=["certificates"])
MOST = 100
TOO_LARGE = 2**63
Before = Annotated[
    int | None, Query(ge=1, lt=TOO_LARGE, description="上一页最后一条的编号 / the id that the last page ended with")
]
After = Annotated[
    int, Query(ge=0, lt=TOO_LARGE, description="上一页最后一条的编号 / the id that the last page ended with")
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="最多多少条 / at most so many")]


@router.post(
    "/verify", response=values.OutcomeOut, auth=None, url_name="verify", summary="核验一张证书 / verify one certificate"
)
def verify_one(request: HttpRequest, given: values.VerifyIn) -> values.OutcomeOut:
    """One of seven outcomes with the age of the status lists. No account is needed; 30 a minute from one address."""
    count_verification(request)
    (found,) = verify_here([given.credential])
    return values.outcome_out(found)


@router.post(
    "/verify/bulk",
    response=values.OutcomesOut,
    url_name="verify-bulk",
    summary="批量核验 / verify up to a thousand certificates",
)
def verify_many(request: HttpRequest, given: values.VerifyManyIn) -> values.OutcomesOut:
    """The outcomes in the order of the credentials. What is sent is not kept."""
    now = timezone.now()
    found = verify_here(given.credentials, now)
    counts = Counter(each.outcome.value for each in found)
    return values.OutcomesOut.model_construct(
        outcomes=[values.outcome_out(each, now) for each in found], counts=dict(counts)
    )


@router.get(
    "/status-lists",
    response=values.StatusListsOut,
    auth=None,
    url_name="status-lists",
    summary="状态名单 / status lists",
)
def status_lists(request: HttpRequest) -> values.StatusListsOut:
    """Where each signed status list is fetched, and as of when it holds. No account is needed."""
    return values.StatusListsOut(lists=[values.list_out(each) for each in published_lists(issuing_bodies())])


@router.get("/batches", response=values.BatchesOut, url_name="batches", summary="发证批次 / batches of certificates")
def batches(request: HttpRequest, before: Before = None, limit: Limit = 25) -> values.BatchesOut:
    """The batches in your scope, the newest first."""
    rows = batches_for(actor_of(request))
    found = list((rows.filter(pk__lt=before) if before else rows)[: limit + 1])
    shown = found[:limit]
    return values.BatchesOut(
        batches=[values.batch_out(each) for each in shown], next=shown[-1].pk if len(found) > limit else None
    )


@router.get(
    "/batches/{int:batch_pk}",
    response=values.BatchResultOut,
    url_name="batch",
    summary="一个批次的结果 / the results of a batch",
)
def batch(request: HttpRequest, batch_pk: int, after: After = 0, limit: Limit = 100) -> values.BatchResultOut:
    """A batch with its lines: scores, whether passed, the number of the certificate. Every look is logged."""
    actor = actor_of(request)
    found = batch_for(actor, batch_pk)
    rows = list(lines_of(found).filter(pk__gt=after)[: limit + 1])
    shown = rows[:limit]
    note_look(actor=actor, act="list", person_ids=[each.person_id for each in shown])
    return values.BatchResultOut(
        batch=values.batch_out(found),
        lines=[values.line_out(each) for each in shown],
        next=shown[-1].pk if len(rows) > limit else None,
    )


@router.get(
    "/certificates/{number}",
    response=values.CertificateOut,
    url_name="certificate",
    summary="一张证书 / one certificate",
)
def certificate(request: HttpRequest, number: str) -> values.CertificateOut:
    """A certificate in your scope: how it stands, and its signed document. The look is logged."""
    actor = actor_of(request)
    found = certificate_for(actor, number)
    note_look(actor=actor, act="certificate", person_ids=[found.person_id])
    return values.certificate_out(found, address_of(found))
