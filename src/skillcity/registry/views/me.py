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
from skillcity.platform.accounts.actor import STRANGER
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.acts import purpose_label
from skillcity.platform.audit.models import Entry
from skillcity.platform.ui.language import say
from skillcity.registry import panels, selectors, services
from skillcity.registry.consents import RECEIVERS
from skillcity.registry.forms import ConsentForm
from skillcity.registry.kinds import Purpose
from skillcity.registry.models import Organisation
from skillcity.registry.views.parts import HOME, consent_words, identity_rows, membership_rows, page_of

MY_RECORD = Text("我的档案", "My record")
OWN_LOOK = Text("本人查看", "the person's own look")
RECEIVERS_LISTED = 200
ACTS = {
    "list": Text("在名单中看到", "Seen in a list"),
    "summary": Text("查看基本信息", "Looked at the entry"),
    "facts": Text("查看事实", "Looked at the facts"),
    "fact": Text("查看一条事实", "Looked at one fact"),
    "class": Text("查看人才类别", "Looked at the talent class"),
    "rights": Text("查看权利", "Looked at the rights"),
    "decision": Text("查看认定", "Looked at decisions"),
    "supposition": Text("试算假设的事实", "Tried supposed facts"),
    "verdict": Text("凭您的授权查看认定结果", "Was told the verdict, with your consent"),
    "verdict-refused": Text("没有您的授权，被拒绝", "Was refused: you gave no consent"),
    "certificate": Text("查看证书", "Looked at a certificate"),
    "verified": Text("核验证书", "Verified a certificate"),
    "shared": Text("打开您出示的链接", "Opened what you show by link"),
    "shared-file": Text("下载您出示的证书", "Downloaded a certificate that you show"),
    "credentials.ticket-opened": Text("提出证书更正", "Asked for a correction of a certificate"),
    "credentials.ticket-said": Text("补充更正说明", "Added words about a correction"),
    "credentials.ticket-proposed": Text("核实更正申请", "Found a correction true"),
    "credentials.ticket-refused": Text("不予更正证书", "Refused a correction"),
    "credentials.ticket-withdrawn": Text("撤回更正申请", "Took a correction back"),
    "credentials.issued": Text("签发证书", "Issued a certificate"),
    "credentials.suspension-set": Text("暂停证书", "Suspended a certificate"),
    "credentials.suspension-lifted": Text("恢复证书", "Gave a certificate back"),
    "credentials.revoke-asked": Text("申请撤销证书", "Asked for a revocation"),
    "credentials.revoke-declined": Text("未同意撤销证书", "Declined a revocation"),
    "credentials.revoke-granted": Text("同意撤销证书", "Granted a revocation"),
    "credentials.revocation-set": Text("撤销证书", "Revoked a certificate"),
    "credentials.replace-asked": Text("申请更换证书", "Asked for a replacement"),
    "credentials.replace-declined": Text("未同意更换证书", "Declined a replacement"),
    "credentials.replace-granted": Text("同意更换证书", "Granted a replacement"),
    "credentials.refresh-set": Text("更换证书", "Replaced a certificate"),
    "policy.decide": Text("推算权利", "Derived the rights"),
    "id-number": Text("查看证件全号", "Saw the whole ID number"),
    "registry.register-person": Text("登记档案", "Registered the record"),
    "registry.change-person": Text("修改基本信息", "Changed the entry"),
    "registry.link-account": Text("关联账号", "Linked an account"),
    "facts.record": Text("登记事实", "Recorded a fact"),
    "facts.correct": Text("更正事实", "Corrected a fact"),
    "facts.retract": Text("撤回事实", "Retracted a fact"),
}
SYSTEM_NAME = Text("系统", "the system")
STRANGER_NAME = Text("访客(未登录)", "a visitor, not signed in")


@require_safe
def my_record(request: HttpRequest) -> HttpResponse:
    """The actor's own record, what higher rooms add first; or how to get one."""
    actor = actor_of(request)
    context: dict[str, Any] = {"title": MY_RECORD, "person": None}
    if actor.person_id is not None:
        person = selectors.own_person(actor)
        reveal = {"masked": {"value": "", "reveal_url": reverse("my-number"), "field": ""}}
        rows = identity_rows(actor, person, reveal)
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
    nobody = STRANGER_NAME if entry.actor == STRANGER.label else SYSTEM_NAME
    who = names.get(entry.account_id or 0, "") or nobody
    role = Role(entry.role).label if entry.role else nobody
    act = ACTS.get(entry.act, Text(entry.act, entry.act))
    return [entry.at, who, role, act, purpose_label(entry.purpose) if entry.purpose else None]


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
