"""A body that has issued, a certificate for each person, a share and a correction: what the addresses name."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from skillcity.credentials import issuing, repairing, requesting, sharing
from skillcity.credentials.kinds import CertificateKind, Matter
from skillcity.credentials.models import Certificate, ChangeRequest, Share, SigningKey, Station, Ticket
from skillcity.credentials.ticket_kinds import Wrong
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import set_scope
from skillcity.registry.models import Delegate, Person
from skillcity.registry.selectors import actor_of

WELDER = {"occupation": "6-18-02-04", "occupation_name": "焊工", "level": "senior"}
OF_ONE = (
    "certificate", "certificate-pdf", "certificate-json", "certificate-jwt", "certificate-change", "request-decide",
    "ticket-new",
)  # fmt: skip
HELD = date(2024, 5, 1)


def make_credentials(accounts: dict[Role, Account], people: tuple[int, ...], body: int) -> None:
    """A station, an issued batch with everybody, a request, a share and a correction of the first two people."""
    colleague = Account.objects.create(
        username="another-clerk", name="样例", role=Role.EVALUATION_BODY.value, password="none"
    )
    Delegate.objects.create(account=colleague, organisation_id=body)
    maker, checker = actor_of(accounts[Role.EVALUATION_BODY]), actor_of(colleague)
    station = Station.objects.create(organisation_id=body, code="S000033000001", name="样例站点")
    known = {each.pk: each for each in Person.objects.filter(pk__in=people)}
    title = "样例认定"
    batch = issuing.make_batch(
        actor=maker, station=station, kind=CertificateKind.SKILL_LEVEL, title=title, held_on=HELD
    )
    lines = [issuing.NewCandidate(known[each], WELDER, passed=True) for each in people]
    issuing.add_candidates(actor=maker, batch=batch, candidates=lines)
    issuing.submit_batch(actor=maker, batch=batch)
    approved = issuing.approve_batch(actor=checker, batch=batch)
    while issuing.issue_some(actor=SYSTEM, batch=approved):
        pass
    kind = CertificateKind.SKILL_LEVEL
    draft = issuing.make_batch(actor=maker, station=station, kind=kind, title="草稿", held_on=HELD)
    issuing.add_candidates(actor=maker, batch=draft, candidates=lines[:1])
    given = {each.person_id: each for each in Certificate.objects.order_by("pk")}
    first, second, third = people
    requesting.ask(actor=maker, certificate=given[second], matter=Matter.REVOKE, reason="样例")
    for role, person_id in ((Role.WORKER, first), (Role.ASSESSOR, third)):
        owner = actor_of(accounts[role])
        set_scope(SYSTEM)  # finding the actor of a person narrowed the scope
        sharing.share(
            actor=owner,
            receiver="样例厂",
            purpose="样例",
            ends_on=timezone.localdate() + timedelta(days=30),
            choice=sharing.Choice([given[person_id].number], [1], with_class=True),
        )
        repairing.open_ticket(actor=owner, certificate=given[person_id], wrong=Wrong.NAME, words="样例")


def credential_addresses(first: int) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
    """Values for the parameters of routes about certificates, and those of routes that need others."""
    certificate = Certificate.objects.select_related("organisation", "candidate").get(person=first)
    share = Share.objects.get(person=first)
    candidate = certificate.candidate
    token = sharing.link_of(share).rpartition("/")[2]
    assert candidate is not None
    values = {
        "batch_pk": candidate.batch_id,
        "line_pk": candidate.pk,
        "key_pk": SigningKey.objects.get().pk,
        "request_pk": ChangeRequest.objects.get().pk,
        "share_id": share.pk,
        "ticket_id": Ticket.objects.get(certificate=certificate).pk,
        "token": certificate.token,
        "credit_code": certificate.organisation.credit_code,
        "purpose": "revocation",
        "list_number": certificate.status_list,
        "act": "suspend",
        "language": "zh",
    }
    of_routes: dict[str, dict[str, object]] = {name: {"number": certificate.number} for name in OF_ONE}
    return values, of_routes | {
        "shared": {"token": token},
        "shared-file": {"token": token, "number": certificate.number},
    }
