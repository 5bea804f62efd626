"""Corrections of certificates: listed, opened, answered, closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillcity.credentials import repairing
from skillcity.credentials.engine.status import FOR_GOOD
from skillcity.credentials.models import Ticket, TicketStep
from skillcity.credentials.passport_forms import TicketForm, WordsForm
from skillcity.credentials.permissions import acts_for
from skillcity.credentials.presenting import certificate_rows
from skillcity.credentials.selectors import certificate_for, marked_now, said_by
from skillcity.credentials.ticket_kinds import TicketAct, TicketStatus, Wrong
from skillcity.credentials.views.parts import page_of, tell
from skillcity.credentials.views.passport import to_passport
from skillcity.kernel.errors import Conflict, NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.accounts.roles import OFFICERS
from skillcity.platform.audit.services import note_look
from skillcity.platform.ui.language import say

TICKETS = Text("证书更正申请", "Corrections of certificates")
MENDED = {"tag": "done", "label": Text("已换发新证书", "Mended by a new certificate")}
ENDED = {
    TicketStatus.REFUSED: {"tag": "failed", "label": Text("不予更正", "Refused")},
    TicketStatus.WITHDRAWN: {"tag": "cancelled", "label": Text("已撤回", "Taken back")},
}
UNDER_WAY = {
    TicketAct.PROPOSED: {"tag": "running", "label": Text("已核实，待换发", "Found true, being replaced")},
    TicketAct.SAID: {"tag": "doing", "label": Text("核实中", "Being looked into")},
}
WAITING = {"tag": "waiting", "label": Text("等签发机构答复", "Waiting for the issuer")}
STEPS: dict[str, Callable[..., Ticket]] = {
    TicketAct.SAID.value: repairing.say_more,
    TicketAct.PROPOSED.value: repairing.propose,
    TicketAct.REFUSED.value: repairing.refuse,
    TicketAct.WITHDRAWN.value: repairing.take_back,
}


def state_of(ticket: Ticket) -> dict[str, Any]:
    """How far it is."""
    if ticket.status in ENDED:
        return ENDED[TicketStatus(ticket.status)]
    if not repairing.is_open(ticket):
        return MENDED
    return UNDER_WAY.get(TicketAct(ticket.last_act), WAITING)  # type: ignore[attr-defined]  # annotated


def _trail(actor: Actor) -> list[dict[str, Any]]:
    own = [to_passport()] if actor.person_id is not None else []
    return [*own, {"url": reverse("tickets"), "label": TICKETS}]


@require_safe
def tickets(request: HttpRequest) -> HttpResponse:
    """The requests: one's own, or those about certificates of the body or the place."""
    actor = actor_of(request)
    page = page_of(repairing.tickets_for(actor), request)
    note_look(actor=actor, act="list", person_ids=[each.certificate.person_id for each in page])
    columns = (
        Text("证书编号", "Certificate"),
        Text("哪里不符", "What is wrong"),
        Text("签发机构", "Issuer"),
        Text("提出日期", "Asked on"),
        Text("状态", "State"),
    )
    rows = [
        [
            {"url": reverse("ticket", args=[each.pk]), "text": each.certificate.number},
            Wrong(each.wrong).label,
            each.certificate.organisation.name,
            each.opened_at,
            state_of(each),
        ]
        for each in page
    ]
    table = {
        "caption": TICKETS,
        "columns": [{"label": label} for label in columns],
        "rows": rows,
        "page": page,
        "empty": Text("没有更正申请。", "No correction is asked for."),
    }
    context = {"title": TICKETS, "breadcrumb_trail": _trail(actor)[:-1], "table": table}
    return render(request, "credentials/tickets.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def ticket_new(request: HttpRequest, number: str) -> HttpResponse:
    """Say what is wrong with a certificate."""
    actor = actor_of(request)
    found = certificate_for(actor, number)
    form = TicketForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = repairing.open_ticket(
                actor=actor,
                certificate=found,
                wrong=Wrong(form.cleaned_data["wrong"]),
                words=form.cleaned_data["words"],
            )
        except Conflict as error:
            form.add_error(None, say(error.text))
        else:
            tell(request, Text("已提交，签发机构会答复。", "Sent: the issuer will answer."))
            return redirect("ticket", ticket_id=made.pk)
    context = {
        "title": Text("证书有错，申请更正", "Something on the certificate is wrong"),
        "breadcrumb_trail": _trail(actor),
        "rows": certificate_rows(found)[1:7],
        "form": form,
    }
    return render(request, "credentials/ticket_new.html", context, status=422 if form.errors else 200)


@require_safe
def ticket(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Both sides' words, how far it is, and what can be done."""
    return _page(request, ticket_id, WordsForm())


def _page(request: HttpRequest, ticket_id: int, form: WordsForm) -> HttpResponse:
    actor = actor_of(request)
    found = repairing.ticket_for(actor, ticket_id)
    certificate = found.certificate
    note_look(actor=actor, act="certificate", person_ids=[certificate.person_id])
    open_now, of_body = repairing.is_open(found), acts_for(actor, certificate.organisation_id)
    may_replace = open_now and of_body and not marked_now(certificate) & FOR_GOOD
    successor = getattr(certificate, "successor", None)
    said = said_by(certificate)
    rows = [
        {"label": Text("状态", "State"), "value": state_of(found)},
        {"label": Text("哪里不符", "What is wrong"), "value": Wrong(found.wrong).label},
        {"label": Text("证书编号", "Certificate"), "value": certificate.number},
        {"label": Text("证书上的姓名", "Name on it"), "value": said.holder},
        {"label": Text("证书内容", "What it says"), "value": certificate.title},
        {"label": Text("签发机构", "Issuer"), "value": certificate.organisation.name},
        *([{"label": Text("新证书", "The new one"), "value": successor.number}] if successor else []),
    ]
    steps = found.steps.select_related("by").order_by("-pk")
    context = {
        "title": Text(f"更正申请 {found.pk}", f"Correction {found.pk}"),
        "breadcrumb_trail": _trail(actor),
        "ticket": found,
        "rows": rows,
        "steps": [_entry(each) for each in steps],
        "may_say": open_now and (of_body or actor.person_id is not None or actor.role in OFFICERS),
        "may_decide": open_now and of_body,
        "may_take_back": open_now and found.opened_by_id == actor.account_id,
        "change_url": reverse("certificate-change", args=[certificate.number, "replace"]) if may_replace else "",
        "form": form,
    }
    return render(request, "credentials/ticket.html", context, status=422 if form.errors else 200)


def _entry(step: TicketStep) -> dict[str, Any]:
    details = [
        {"label": Text("说明", "Words"), "value": step.words},
        {"label": Text("谁", "Who"), "value": step.by.name},
    ]
    return {"day": step.at, "what": TicketAct(step.act).label, "details": details}


@require_POST
def ticket_step(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """Add words, find it true, refuse, or take it back."""
    act = STEPS.get(request.POST.get("step", ""))
    if act is None:
        raise NotFound("credentials.act", Text("没有这种操作。", "There is no such act."))
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _page(request, ticket_id, form)
    act(actor=actor_of(request), ticket_id=ticket_id, words=form.cleaned_data["words"])
    tell(request, Text("已记录，并通知对方。", "Noted; the other side is told."))
    return redirect("ticket", ticket_id=ticket_id)
