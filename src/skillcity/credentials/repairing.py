"""Mending a certificate (更正): its holder, a clerk or an officer says what is wrong, the issuing body answers.

Both sides' words stay. It ends with a new certificate in the place of the old one, by two people of the body as every
replacement does, or with a refusal and its reason.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse

from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.kinds import Matter
from skillcity.credentials.models import Certificate, Ticket, TicketStep
from skillcity.credentials.permissions import NOT_YOURS, acts_for
from skillcity.credentials.requesting import ask
from skillcity.credentials.revoking import NO_CHANGE, marks
from skillcity.credentials.ticket_kinds import TicketAct, TicketStatus, Wrong
from skillcity.kernel.errors import Conflict, InputError, NotFound, Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import OFFICERS, Reach, Role
from skillcity.platform.accounts.scope import seeing_all
from skillcity.platform.audit.services import record
from skillcity.platform.notices.services import tell
from skillcity.registry.models import Delegate, Person

NO_WORDS = InputError("credentials.ticket-words", Text("请写明情况和证据。", "Say what is wrong, and what shows it."))
WAITS = Conflict(
    "credentials.ticket-waits",
    Text("这张证书已有办理中的更正申请。", "A correction of this certificate is asked for already."),
    todo=Text("请在那份申请里补充。", "Add to that one."),
)
CLOSED = Conflict(
    "credentials.ticket-closed",
    Text("申请已经办结。", "The matter is closed."),
    todo=Text("请刷新页面。", "Reload the page."),
)
NO_TICKET = NotFound("credentials.ticket", Text("没有这份申请。", "There is no such request."))
NOT_CONCERNED = Refused(
    "credentials.ticket-others",
    Text("只有持证人、签发机构和经办人员可以办理。", "Only its holder, issuer or an officer."),
)
TOLD = {
    TicketAct.OPENED: Text("证书 {number} 有人申请更正：{wrong}", "A correction of certificate {number}: {wrong}"),
    TicketAct.SAID: Text("证书 {number} 的更正申请有新说明", "New words about the correction of {number}"),
    TicketAct.PROPOSED: Text(
        "证书 {number} 已核实，正在复核更换", "Certificate {number}: found true, a replacement is being approved"
    ),
    TicketAct.REFUSED: Text("证书 {number} 不予更正：{words}", "Certificate {number} is not corrected: {words}"),
    TicketAct.WITHDRAWN: Text("证书 {number} 的更正申请已撤回", "The correction of {number} was taken back"),
}


def tickets_for(actor: Actor) -> QuerySet[Ticket]:
    """The requests that the actor may see, the newest first, each with its last step (`last_act`)."""
    last = TicketStep.objects.filter(ticket=OuterRef("pk")).order_by("-pk").values("act")[:1]
    rows = Ticket.objects.select_related("certificate__organisation", "certificate__successor", "opened_by")
    rows = rows.annotate(last_act=Subquery(last)).order_by("-pk")
    if actor.role is Role.EVALUATION_BODY:
        return rows.filter(certificate__organisation__in=actor.organisation_ids)
    if actor.reach is Reach.COUNTY:
        return rows.filter(certificate__region_code__in=actor.region_codes)
    if actor.reach is Reach.PERSON:
        return rows.filter(certificate__person=actor.person_id or 0)
    return rows if actor.reach is Reach.CITY else rows.none()


def ticket_for(actor: Actor, ticket_id: int) -> Ticket:
    """One of them. Raises NotFound."""
    found = tickets_for(actor).filter(pk=ticket_id).first()
    if found is None:
        raise NO_TICKET
    return found


def is_open(ticket: Ticket) -> bool:
    """Whether it still waits: neither closed nor mended by a new certificate."""
    return ticket.status == TicketStatus.OPEN and getattr(ticket.certificate, "successor", None) is None


def open_ticket(*, actor: Actor, certificate: Certificate, wrong: Wrong, words: str) -> Ticket:
    """Say what is wrong (提出更正). Raises Refused, InputError (no words), Conflict (void, replaced, asked already)."""
    account = _concerned(actor, certificate)
    if not words.strip():
        raise NO_WORDS
    if marks(certificate) & {Purpose.REVOKED, Purpose.SUPERSEDED}:
        raise NO_CHANGE
    try:
        with transaction.atomic():
            made = Ticket.objects.create(certificate=certificate, wrong=wrong.value, opened_by_id=account)
    except IntegrityError as error:
        if "ticket_open_once" not in str(error):
            raise
        raise WAITS from error
    _step(actor, made, TicketAct.OPENED, words)
    return made


def say_more(*, actor: Actor, ticket_id: int, words: str) -> Ticket:
    """Add words and evidence (补充): the holder, the body, an officer.

    Raises NotFound, Refused, Conflict, InputError.
    """
    with transaction.atomic():
        found = _locked(actor, ticket_id)
        _concerned(actor, found.certificate)
        _step(actor, found, TicketAct.SAID, words)
    return found


def propose(*, actor: Actor, ticket_id: int, words: str) -> Ticket:
    """The body finds it true and asks a colleague for a new certificate (核实) with the person's name of now.

    What else shall change is asked for on the certificate's own page. Raises NotFound, Refused, Conflict, InputError.
    """
    with transaction.atomic():
        found = _of_body(actor, ticket_id)
        if not words.strip():
            raise NO_WORDS
        ask(actor=actor, certificate=found.certificate, matter=Matter.REPLACE, reason=words.strip()[:400])
        _step(actor, found, TicketAct.PROPOSED, words)
    return found


def refuse(*, actor: Actor, ticket_id: int, words: str) -> Ticket:
    """The body says no, and why (不予更正). Raises NotFound, Refused, Conflict, InputError."""
    with transaction.atomic():
        return _close(actor, _of_body(actor, ticket_id), TicketStatus.REFUSED, TicketAct.REFUSED, words)


def take_back(*, actor: Actor, ticket_id: int, words: str) -> Ticket:
    """Who opened it takes it back (撤回). Raises NotFound, Refused, Conflict, InputError."""
    with transaction.atomic():
        found = _locked(actor, ticket_id)
        if found.opened_by_id != actor.account_id:
            raise NOT_CONCERNED
        return _close(actor, found, TicketStatus.WITHDRAWN, TicketAct.WITHDRAWN, words)


def _concerned(actor: Actor, certificate: Certificate) -> int:
    """The actor is its holder, a clerk of its issuer, or an officer; gives their account."""
    own = actor.person_id is not None and actor.person_id == certificate.person_id
    officer = actor.role in OFFICERS and (actor.reach is Reach.CITY or certificate.region_code in actor.region_codes)
    if actor.account_id is None or not (own or officer or acts_for(actor, certificate.organisation_id)):
        raise NOT_CONCERNED
    return actor.account_id


def _account(actor: Actor) -> int:
    if actor.account_id is None:
        raise NOT_CONCERNED
    return actor.account_id


def _locked(actor: Actor, ticket_id: int) -> Ticket:
    found = ticket_for(actor, ticket_id)
    Ticket.objects.select_for_update(of=("self",)).get(pk=found.pk)
    found = ticket_for(actor, ticket_id)
    if not is_open(found):
        raise CLOSED
    return found


def _of_body(actor: Actor, ticket_id: int) -> Ticket:
    found = _locked(actor, ticket_id)
    if not acts_for(actor, found.certificate.organisation_id):
        raise NOT_YOURS
    return found


def _close(actor: Actor, found: Ticket, status: TicketStatus, act: TicketAct, words: str) -> Ticket:
    found.status = status.value
    found.save(update_fields=["status"])
    _step(actor, found, act, words)
    return found


def _step(actor: Actor, ticket: Ticket, act: TicketAct, words: str) -> None:
    if not words.strip():
        raise NO_WORDS
    TicketStep.objects.create(ticket=ticket, act=act.value, words=words.strip(), by_id=_account(actor))
    certificate = ticket.certificate
    record(
        actor=actor,
        act=f"credentials.ticket-{act.value}",
        object_type="ticket",
        object_id=ticket.pk,
        person_id=certificate.person_id,
        purpose=certificate.number,
    )
    said = TOLD[act].format(number=certificate.number, wrong=Wrong(ticket.wrong).label, words=words.strip())
    accounts = [each for each in _whom(ticket) if each != actor.account_id]
    tell(accounts=accounts, words=said, url=reverse("ticket", args=[ticket.pk]), about=f"ticket:{ticket.pk}")


def _whom(ticket: Ticket) -> Iterable[int]:
    """The holder, who opened it, and the clerks of the body; nobody's scope shows all of them."""
    with seeing_all():
        own = Person.objects.filter(pk=ticket.certificate.person_id, account__gt=0).values_list("account_id", flat=True)
        clerks = Delegate.objects.filter(organisation=ticket.certificate.organisation_id).order_by("pk")
        return [*own, ticket.opened_by_id, *clerks.values_list("account_id", flat=True)]
