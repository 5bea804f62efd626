"""Certificates of a synthetic city: batches in each state, one of each status, a share and a correction.

So that every page of issuing and of the passport has something to show; made once, never in a real city.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from skillcity.credentials import issuing, repairing, requesting, revoking, sharing
from skillcity.credentials.kinds import CertificateKind, Matter
from skillcity.credentials.models import Batch, Certificate, Station
from skillcity.credentials.ticket_kinds import Wrong
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.accounts.services import create_account
from skillcity.registry.models import Organisation, Person
from skillcity.registry.selectors import actor_of
from skillcity.registry.services import appoint_delegate
from skillcity.site.demo import PASSWORD

SECOND_CLERK = "evaluation-body-2"
STATION = "S999933000001"
WELDER = {"occupation": "6-18-02-04", "occupation_name": "焊工", "level": "senior"}
IN_A_BATCH = 6
Login = tuple[str, str, str]


def demo_certificates() -> list[Login]:
    """Make them unless they are there; gives the login of the clerk who approves, as `demo_accounts` gives the others.

    Nothing in a real city, or in one without a demonstration's evaluation body.
    """
    if not settings.SYNTHETIC:
        return []
    with acting_as(SYSTEM):
        known = {each.username: each for each in Account.objects.filter(username__in=_names()).order_by("pk")}
        station = Station.objects.filter(code=STATION).first()
    maker = _actor(known.get(Role.EVALUATION_BODY.value))
    if maker is None or not maker.organisation_ids:
        return []
    if station is None:
        second = known.get(SECOND_CLERK) or _second_clerk(maker)
        _issue(maker, _must(_actor(second)), _actor(known.get(Role.WORKER.value)))
    return [("评价机构(复核)", SECOND_CLERK, PASSWORD)]


def _names() -> list[str]:
    return [Role.EVALUATION_BODY.value, Role.WORKER.value, SECOND_CLERK]


def _actor(account: Account | None) -> Actor | None:
    if account is None:
        return None
    with acting_as(SYSTEM):
        return actor_of(account)


def _must(actor: Actor | None) -> Actor:
    if actor is None:
        raise LookupError("the account was made a moment ago")
    return actor


def _second_clerk(maker: Actor) -> Account:
    with acting_as(SYSTEM):
        made = create_account(
            actor=SYSTEM,
            username=SECOND_CLERK,
            name="样例评价机构复核人",
            role=Role.EVALUATION_BODY,
            password=PASSWORD,
        )
        appoint_delegate(actor=SYSTEM, organisation_id=min(maker.organisation_ids), account_id=made.pk)
    return made


def _issue(maker: Actor, checker: Actor, worker: Actor | None) -> None:
    own = worker.person_id if worker else None
    with acting_as(SYSTEM):
        body = Organisation.objects.get(pk=min(maker.organisation_ids))
        station = Station.objects.create(organisation=body, code=STATION, name="样例站点")
        others = list(Person.objects.filter(synthetic=True).exclude(pk=own or 0).order_by("pk")[: 4 * IN_A_BATCH])
        mine = list(Person.objects.filter(pk=own)) if own else []
    groups = [[*mine, *others[:IN_A_BATCH]]]
    groups += [others[at * IN_A_BATCH : (at + 1) * IN_A_BATCH] for at in range(1, 4)]
    if not all(groups):  # a city without people
        return
    issued, waiting, returned, _draft = (
        _batch(maker, station, f"样例焊工三级认定（第{at}批）", group) for at, group in enumerate(groups, start=1)
    )
    with acting_as(maker):
        for batch in (issued, waiting, returned):
            issuing.submit_batch(actor=maker, batch=batch)
    with acting_as(checker):
        approved = issuing.approve_batch(actor=checker, batch=issued)
        while issuing.issue_some(actor=checker, batch=approved):
            pass
        issuing.return_batch(actor=checker, batch=returned, remark="样例：成绩单缺评分员签名")
    _change(maker, checker, issued, own)
    if worker is not None and own is not None:
        _show(worker, own)


def _batch(maker: Actor, station: Station, title: str, people: list[Person]) -> Batch:
    held = timezone.localdate() - timedelta(days=20)
    lines = [issuing.NewCandidate(each, WELDER, passed=True) for each in people]
    with acting_as(maker):
        kind = CertificateKind.SKILL_LEVEL
        made = issuing.make_batch(actor=maker, station=station, kind=kind, title=title, held_on=held)
        issuing.add_candidates(actor=maker, batch=made, candidates=lines)
    return made


def _change(maker: Actor, checker: Actor, issued: Batch, own: int | None) -> None:
    """One suspended, one revoked, one replaced, and a revocation that waits; never the worker's."""
    with acting_as(maker):
        rows = Certificate.objects.filter(candidate__batch=issued).exclude(person=own)
        suspended, revoked, replaced, asked = rows.order_by("pk")[:4]
        revoking.suspend(actor=maker, certificate=suspended, reason="样例：核查中")
        requesting.ask(actor=maker, certificate=asked, matter=Matter.REVOKE, reason="样例：疑似代考")
        done = [
            requesting.ask(actor=maker, certificate=revoked, matter=Matter.REVOKE, reason="样例：查实代考"),
            requesting.ask(actor=maker, certificate=replaced, matter=Matter.REPLACE, reason="样例：姓名更正"),
        ]
    with acting_as(checker):
        for each in done:
            requesting.grant(actor=checker, request_id=each.pk)


def _show(worker: Actor, own: int) -> None:
    """The worker shows the certificate and the class to somebody, and says that something is wrong."""
    with acting_as(worker):
        certificate = Certificate.objects.filter(person=own).order_by("pk")[0]
        sharing.share(
            actor=worker,
            receiver="样例阀门厂",
            purpose="应聘",
            ends_on=timezone.localdate() + timedelta(days=30),
            choice=sharing.Choice([certificate.number], with_class=True),
        )
        words = "样例：身份证上的名字有一个字不同，已到窗口更正。"
        repairing.open_ticket(actor=worker, certificate=certificate, wrong=Wrong.NAME, words=words)
