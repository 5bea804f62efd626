"""Certificates for the body that issued them and for officers: found, read, downloaded, changed by two people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillcity.credentials import downloads, requesting, revoking
from skillcity.credentials.engine.status import FOR_GOOD, Purpose
from skillcity.credentials.forms import AnswerForm, LineForm, ReasonForm, changed
from skillcity.credentials.kinds import CertificateKind, Matter
from skillcity.credentials.models import Batch, Certificate, ChangeRequest
from skillcity.credentials.permissions import acts_for, require_issuer
from skillcity.credentials.presenting import certificate_rows, certificate_table, history_of
from skillcity.credentials.selectors import (
    batch_for,
    certificate_for,
    certificates_for,
    marked_now,
    search_certificates,
)
from skillcity.credentials.views.parts import CERTIFICATES, download, is_body, page_of, tell, to_certificates
from skillcity.facts.models import Fact
from skillcity.kernel.errors import Conflict, InputError, NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.accounts.roles import OFFICERS
from skillcity.platform.accounts.scope import seeing_all
from skillcity.platform.audit.services import note_look
from skillcity.platform.ui.language import say

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CORRECTED = frozenset({"occupation", "occupation_name", "level", "basis", "ability", "programme", "hours", "contest",
                       "event", "rank", "prize", "enterprise"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done to a certificate: its words, and when."""

    title: Text
    button: Text
    lead: Text
    done: Text
    possible: Callable[[frozenset[Purpose]], bool]


ACTS = {
    "suspend": Act(
        Text("暂停证书", "Suspend the certificate"),
        Text("暂停", "Suspend it"),
        Text("立即生效；核实后可以恢复。", "It takes effect at once, and can be given back later."),
        Text("已暂停，已告知本人和授权单位。", "Suspended; the person and their receivers are told."),
        lambda marks: not marks & {*FOR_GOOD, Purpose.SUSPENDED},
    ),
    "reinstate": Act(
        Text("恢复证书", "Give the certificate back"),
        Text("恢复", "Give it back"),
        Text("恢复后证书重新有效。", "The certificate counts again."),
        Text("已恢复，已告知本人和授权单位。", "Given back; the person and their receivers are told."),
        lambda marks: Purpose.SUSPENDED in marks and Purpose.REVOKED not in marks,
    ),
    "revoke": Act(
        Text("申请撤销证书", "Ask for revocation"),
        Text("提交申请", "Ask for it"),
        Text("由同事复核后撤销，不能恢复。", "A colleague decides; a revocation is for good."),
        Text("已提交，请同事复核。", "Asked for: a colleague decides now."),
        lambda marks: Purpose.REVOKED not in marks,
    ),
    "replace": Act(
        Text("申请更换证书", "Ask for a replacement"),
        Text("提交申请", "Ask for it"),
        Text(
            "由同事复核后签发新证书，旧证书指向新证书。姓名按登记的现名。",
            "A colleague decides; then a new one is issued, to which the old one points. The name is as registered.",
        ),
        Text("已提交，请同事复核。", "Asked for: a colleague decides now."),
        lambda marks: not marks & FOR_GOOD,
    ),
}


@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """The certificates that were issued here, found by number or name."""
    actor = actor_of(request)
    query = request.GET.get("q", "")[:64]
    page = page_of(search_certificates(actor, query), request)
    note_look(actor=actor, act="list", person_ids=[each.person_id for each in page])
    context = {
        "title": CERTIFICATES,
        "query": query,
        "table": certificate_table(page, of_bodies=not is_body(actor)),
    }
    return render(request, "credentials/certificates.html", context)


@require_safe
def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """What a certificate says, its status with history, its files, and what can be done."""
    actor = actor_of(request)
    found = certificate_for(actor, number)
    return render(request, "credentials/certificate.html", _context(actor, found, AnswerForm()))


def _context(actor: Actor, found: Certificate, form: AnswerForm) -> dict[str, Any]:
    note_look(actor=actor, act="certificate", person_ids=[found.person_id])
    marks = marked_now(found)
    mine = acts_for(actor, found.organisation_id)
    asked = list(found.requests.select_related("asked_by", "decided_by").order_by("-asked_at"))
    waiting = next((each for each in asked if each.granted is None), None)
    acts = {name: act for name, act in ACTS.items() if mine and act.possible(marks)}
    if waiting is not None:
        acts = {name: act for name, act in acts.items() if name not in list(Matter)}
    return {
        "title": Text(f"证书 {found.number}", f"Certificate {found.number}"),
        "breadcrumb_trail": [to_certificates()],
        "certificate": found,
        "rows": certificate_rows(found),
        "history": history_of(found),
        "verify_url": reverse("verify-token", args=[found.token]),
        "acts": [
            {"url": reverse("certificate-change", args=[found.number, name]), "label": act.title}
            for name, act in acts.items()
        ]
        + _correction_link(actor, found, mine=mine, marks=marks),
        "asked": waiting and _asked(found, waiting),
        "may_decide": mine and waiting is not None and waiting.asked_by_id != actor.account_id,
        "may_take_back": mine and waiting is not None and waiting.asked_by_id == actor.account_id,
        "declined": [_declined(each) for each in asked if each.granted is False],
        "form": form,
    }


WRONG = Text("内容有错，提出更正", "Something is wrong: ask for a correction")


def _correction_link(
    actor: Actor, found: Certificate, *, mine: bool, marks: frozenset[Purpose]
) -> list[dict[str, Any]]:
    """The way to a request for a correction, for the body and officers."""
    possible = (mine or actor.role in OFFICERS) and not marks & FOR_GOOD
    return [{"url": reverse("ticket-new", args=[found.number]), "label": WRONG}] if possible else []


def _asked(found: Certificate, waiting: ChangeRequest) -> dict[str, Any]:
    rows: list[dict[str, Any]] = [
        {"label": Text("事项", "Matter"), "value": Matter(waiting.matter).label},
        {"label": Text("申请人", "Asked by"), "value": waiting.asked_by.name},
        {"label": Text("申请时间", "Asked at"), "value": waiting.asked_at},
        {"label": Text("原因", "Reason"), "value": waiting.reason},
    ]
    if waiting.matter == Matter.REPLACE:
        then = requesting.words_of(waiting, _attributes(found))
        rows.append({"label": Text("新证书内容", "The new one would say"), "value": then})
    return {"pk": waiting.pk, "rows": rows, "matter": waiting.matter}


def _declined(request: ChangeRequest) -> dict[str, Any]:
    who = request.decided_by.name if request.decided_by else ""
    what = Text("{matter}：未同意", "{matter}: declined").format(matter=Matter(request.matter).label)
    details = [
        {"label": Text("原因", "Reason"), "value": request.answer},
        {"label": Text("办理人", "By"), "value": who},
    ]
    return {"day": request.decided_at, "what": what, "details": details}


def _attributes(found: Certificate) -> dict[str, Any]:
    """What the fact of a certificate says now; the body wrote it, whoever may see the person today."""
    with seeing_all():
        fact: Fact = Fact.objects.get(person=found.person_id, seq=found.fact)
    return dict(fact.attributes)


@require_http_methods(["GET", "HEAD", "POST"])
def certificate_change(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Suspend and give back at once; ask for a revocation or a replacement."""
    actor = actor_of(request)
    found = certificate_for(actor, number)
    require_issuer(actor, found)
    if act not in ACTS:
        raise NotFound("credentials.act", Text("没有这种操作。", "There is no such act."))
    if not ACTS[act].possible(marked_now(found)):
        raise Conflict(revoking.NO_CHANGE.code, revoking.NO_CHANGE.what, todo=revoking.NO_CHANGE.todo)
    posted = request.POST if request.method == "POST" else None
    form = ReasonForm(posted)
    words = _correction(found, posted) if act == "replace" else None
    if posted is not None and form.is_valid() and (words is None or words.is_valid()):
        try:
            _act(actor, found, act, form.cleaned_data["reason"], words)
        except InputError as error:
            form.add_error(None, say(error.text))
        else:
            tell(request, ACTS[act].done)
            return redirect("certificate", number=number)
    wrong = bool(form.errors or (words is not None and words.errors))
    context = {
        "title": ACTS[act].title,
        "breadcrumb_trail": [to_certificates(), {"url": reverse("certificate", args=[number]), "label": number}],
        "certificate": found,
        "rows": certificate_rows(found)[:5],
        "act": ACTS[act],
        "form": form,
        "words": words,
    }
    return render(request, "credentials/change.html", context, status=422 if wrong else 200)


def _correction(found: Certificate, posted: Any) -> LineForm:
    return LineForm(posted, kind=CertificateKind(found.kind), only=CORRECTED, initial=_attributes(found))


def _act(actor: Actor, found: Certificate, act: str, reason: str, words: LineForm | None) -> None:
    if act == "suspend":
        revoking.suspend(actor=actor, certificate=found, reason=reason)
    elif act == "reinstate":
        revoking.reinstate(actor=actor, certificate=found, reason=reason)
    else:
        said = changed(words, _attributes(found)) if words else {}
        requesting.ask(actor=actor, certificate=found, matter=Matter(act), reason=reason, attributes=said)


@require_POST
def request_decide(request: HttpRequest, number: str, request_pk: int) -> HttpResponse:
    """Do what a colleague asked for, or decline with a reason."""
    actor = actor_of(request)
    found = certificate_for(actor, number)
    if request.POST.get("step") == "grant":
        made = requesting.grant(actor=actor, request_id=request_pk)
        revoked = made.matter == Matter.REVOKE
        tell(request, REVOKED if revoked else REPLACED)
        return redirect("certificate", number=number)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "credentials/certificate.html", _context(actor, found, form), status=422)
    requesting.decline(actor=actor, request_id=request_pk, answer=form.cleaned_data["answer"])
    tell(request, Text("已办结，未变更证书。", "Decided: the certificate stays as it is."))
    return redirect("certificate", number=number)


REVOKED = Text("已撤销，已告知本人和授权单位。", "Revoked; the person and their receivers are told.")
REPLACED = Text("已签发新证书，旧证书指向新证书。", "A new certificate is issued, to which the old one points.")


@require_safe
def certificate_pdf(request: HttpRequest, number: str) -> HttpResponse:
    """The printed sheet."""
    found = _for_download(request, number)
    return download(downloads.printed(found), f"{number}.pdf", "application/pdf")


@require_safe
def certificate_json(request: HttpRequest, number: str) -> HttpResponse:
    """The signed document."""
    return download(downloads.as_json(_for_download(request, number)), f"{number}.json", "application/vc")


@require_safe
def certificate_jwt(request: HttpRequest, number: str) -> HttpResponse:
    """The same statement as a token."""
    return download(downloads.as_jwt(_for_download(request, number)).encode(), f"{number}.jwt", "application/vc+jwt")


def _for_download(request: HttpRequest, number: str) -> Certificate:
    actor = actor_of(request)
    found = certificate_for(actor, number)
    note_look(actor=actor, act="certificate", person_ids=[found.person_id])
    return found


@require_safe
def batch_list(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """The certificates of a batch as a workbook."""
    found = batch_for(actor_of(request), batch_pk)
    return download(downloads.listed(_of_batch(request, found)), f"{found.title}.xlsx", XLSX)


@require_safe
def batch_bundle(request: HttpRequest, batch_pk: int) -> HttpResponse:
    """The signed documents of a batch in one file."""
    found = batch_for(actor_of(request), batch_pk)
    return download(downloads.bundled(_of_batch(request, found)), f"{found.title}.zip", "application/zip")


def _of_batch(request: HttpRequest, batch: Batch) -> list[Certificate]:
    actor = actor_of(request)
    found = list(certificates_for(actor).filter(candidate__batch=batch).order_by("number"))
    note_look(actor=actor, act="certificate", person_ids=[each.person_id for each in found])
    return found
