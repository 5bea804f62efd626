"""One's own record: what is known, who looked at it, and who may use it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillcity.kernel.errors import SkillcityError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.platform.ui.language import say
from skillcity.registry import panels, selectors, services
from skillcity.registry.consents import RECEIVERS
from skillcity.registry.forms import ConsentForm
from skillcity.registry.kinds import Purpose
from skillcity.registry.models import Organisation
from skillcity.registry.views.parts import (
    HOME,
    actor_of,
    consent_words,
    identity_rows,
    membership_rows,
    page_of,
)

MY_RECORD = Text("我的档案", "My record")
OWN_LOOK = Text("本人查看", "the person's own look")
RECEIVERS_LISTED = 200
ACTS = {
    "list": Text("在名单中看到", "Seen in a list"),
    "summary": Text("查看基本信息", "Looked at the entry"),
    "facts": Text("查看事实", "Looked at the facts"),
    "fact": Text("查看一条事实", "Looked at one fact"),
    "class": Text("查看人才类别", "Looked at the talent class"),
    "id-number": Text("查看证件全号", "Saw the whole ID number"),
    "registry.register-person": Text("登记档案", "Registered the record"),
    "registry.change-person": Text("修改基本信息", "Changed the entry"),
    "registry.link-account": Text("关联账号", "Linked an account"),
    "facts.record": Text("登记事实", "Recorded a fact"),
    "facts.correct": Text("更正事实", "Corrected a fact"),
    "facts.retract": Text("撤回事实", "Retracted a fact"),
}
SYSTEM_NAME = Text("系统", "the system")


@require_safe
def my_record(request: HttpRequest) -> HttpResponse:
    """The actor's own record, what higher rooms add first; or how to get one."""
    actor = actor_of(request)
    context: dict[str, Any] = {"title": MY_RECORD, "person": None}
    if actor.person_id is not None:
        person = selectors.own_person(actor)
        reveal = {"masked": {"value": "", "reveal_url": reverse("my-number"), "field": ""}}
        rows = identity_rows(person, reveal)
        rows[1]["masked"]["value"] = rows[1]["value"]
        context |= {
            "title": MY_RECORD,
            "person": person,
            "rows": rows,
            "memberships": membership_rows(selectors.memberships_of(person)),
            "panels": (shown := panels.panels_for(actor, person)),
            "illustrative": panels.show_samples(shown),
            "looks": selectors.access_log(actor).count(),
        }
    return render(request, "registry/me.html", context)


@require_POST
def my_number(request: HttpRequest) -> HttpResponse:
    """One's own whole ID number."""
    actor = actor_of(request)
    person = selectors.own_person(actor)
    number = services.reveal_number(actor=actor, person=person, purpose=OWN_LOOK.zh).value
    context = {
        "title": Text("我的证件号码", "My ID number"),
        "breadcrumb_trail": [HOME, {"url": reverse("my-record"), "label": MY_RECORD}],
        "person": person,
        "number": number,
        "form": None,
    }
    return render(request, "registry/number.html", context)


@require_safe
def my_access_log(request: HttpRequest) -> HttpResponse:
    """Who saw my data: when, who, in which role, what, why."""
    page = page_of(selectors.access_log(actor_of(request)), request)
    accounts = {entry.account_id for entry in page if entry.account_id}
    names = dict(Account.objects.filter(pk__in=accounts).values_list("pk", "name"))
    labels = (
        Text("时间", "When"),
        Text("谁", "Who"),
        Text("身份", "Role"),
        Text("做了什么", "What"),
        Text("理由", "Why"),
    )
    table = {
        "caption": Text("查看和修改记录", "Looks and changes"),
        "columns": [{"label": label} for label in labels],
        "rows": [_log_row(entry, names) for entry in page],
    }
    context = {
        "title": Text("谁看过我的数据", "Who saw my data"),
        "breadcrumb_trail": [HOME, {"url": reverse("my-record"), "label": MY_RECORD}],
        "table": table,
        "page": page,
    }
    return render(request, "registry/access_log.html", context)


def _log_row(entry: Entry, names: dict[int, str]) -> list[object]:
    who = names.get(entry.account_id or 0, "") or SYSTEM_NAME
    role = Role(entry.role).label if entry.role else SYSTEM_NAME
    return [entry.at, who, role, ACTS.get(entry.act, Text(entry.act, entry.act)), entry.purpose]


@require_http_methods(["GET", "HEAD", "POST"])
def my_consents(request: HttpRequest) -> HttpResponse:
    """What I let others use, and a form to let one more."""
    actor = actor_of(request)
    person = selectors.own_person(actor)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data | {"purpose": Purpose(form.cleaned_data["purpose"])}
        try:
            services.give_consent(actor=actor, **values)
        except SkillcityError as error:
            form.add_error(error.where or None, say(error.what))
        else:
            messages.success(request, say(Text("授权已生效。", "The consent is in force.")))
            return redirect("my-consents")
    today = timezone.localdate()
    rows = list(selectors.consents_of(person))
    kinds = {kind.value for purpose in Purpose if purpose is not Purpose.VERIFICATION for kind in RECEIVERS[purpose]}
    context = {
        "title": Text("我的授权", "My consents"),
        "breadcrumb_trail": [HOME, {"url": reverse("my-record"), "label": MY_RECORD}],
        "given": [
            {"pk": each.pk, "label": consent_words(each), "given_at": each.given_at, "ends_on": each.ends_on}
            for each in rows
            if each.withdrawn_at is None and each.ends_on >= today
        ],
        "past": [
            {"label": consent_words(each), "value": each.withdrawn_at or each.ends_on}
            for each in rows
            if each.withdrawn_at is not None or each.ends_on < today
        ],
        "form": form,
        "receivers": Organisation.objects.filter(kind__in=kinds)
        .order_by("kind", "name")
        .values_list("name", flat=True)[:RECEIVERS_LISTED],
    }
    return render(request, "registry/consents.html", context, status=422 if form.errors else 200)


@require_POST
def my_consent_withdraw(request: HttpRequest, consent_id: int) -> HttpResponse:
    """Take one back."""
    services.withdraw_consent(actor=actor_of(request), consent_id=consent_id)
    messages.success(request, say(Text("授权已撤回。", "The consent is withdrawn.")))
    return redirect("my-consents")
