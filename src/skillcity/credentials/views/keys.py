"""Keys and stations: what signs, and under which numbers."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from skillcity.credentials import keeping
from skillcity.credentials.forms import CompromiseForm, StationForm
from skillcity.credentials.models import SigningKey
from skillcity.credentials.permissions import acts_for, require_body
from skillcity.credentials.selectors import key_for, keys_for, stations_for
from skillcity.credentials.stations import register_station
from skillcity.credentials.views.parts import is_body, page_of, tell
from skillcity.kernel.credit_code import CreditCode
from skillcity.kernel.errors import Conflict, InputError, NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.accounts.roles import Role
from skillcity.platform.ui.language import say
from skillcity.registry.models import Organisation

KEYS = Text("签发密钥", "Signing keys")
STATIONS = Text("评价站点", "Stations")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the body (for officers: of all bodies), with the days on which each signs."""
    actor = actor_of(request)
    page = page_of(keys_for(actor), request)
    body = is_body(actor)
    columns = [
        {"label": Text("密钥", "Key")},
        *([] if body else [{"label": Text("评价机构", "Evaluation body")}]),
        {"label": Text("启用", "Since")},
        {"label": Text("停用", "Until")},
        {"label": Text("状态", "State")},
        *([{"label": Text("操作", "Change")}] if body else []),
    ]
    rows = [
        [
            _named(each),
            *([] if body else [each.organisation.name]),
            each.since,
            each.until,
            _state(each),
            *([_declare(each)] if body else []),
        ]
        for each in page
    ]
    table = {"caption": KEYS, "columns": columns, "rows": rows, "page": page, "empty": NO_KEYS}
    context = {"title": KEYS, "table": table, "may_rotate": body and bool(rows)}
    return render(request, "credentials/keys.html", context)


NO_KEYS = Text("还没有密钥；第一次签发时自动生成。", "There is no key yet: the first issue makes one.")


def _named(key: SigningKey) -> dict[str, Any]:
    """The key with its public half, and where that is published."""
    url = reverse("did", args=[key.organisation.credit_code])
    return {"text": f"key-{key.number}", "url": url, "note": key.public}


def _state(key: SigningKey) -> dict[str, Any]:
    if key.compromised:
        return {"tag": "failed", "label": Text("已泄露", "Stolen"), "note": key.compromised}
    if key.until:
        return {"tag": "ended", "label": Text("已停用，签过的仍有效", "Retired; what it signed still counts")}
    return {"tag": "active", "label": Text("现用", "In use")}


def _declare(key: SigningKey) -> dict[str, Any] | None:
    if key.compromised:
        return None
    return {"url": reverse("key-compromised", args=[key.pk]), "text": Text("报告泄露", "Declare it stolen")}


@require_POST
def key_rotate(request: HttpRequest) -> HttpResponse:
    """Sign with a new key from now on."""
    actor = actor_of(request)
    body = Organisation.objects.filter(pk__in=actor.organisation_ids).order_by("pk").first()
    if body is None:
        raise NotFound("credentials.no-body", Text("账号没有对应的评价机构。", "The account acts for no body."))
    made = keeping.rotate_key(actor=actor, organisation=body)
    tell(request, Text(f"已改用 key-{made.number}。", f"key-{made.number} signs from now on."))
    return redirect("keys")


@require_http_methods(["GET", "HEAD", "POST"])
def key_compromised(request: HttpRequest, key_pk: int) -> HttpResponse:
    """Say that a key was in foreign hands since a moment."""
    actor = actor_of(request)
    key = key_for(actor, key_pk)
    require_body(actor, key.organisation_id)
    now = timezone.localtime().replace(second=0, microsecond=0)
    form = CompromiseForm(request.POST if request.method == "POST" else None, initial={"since": now})
    if request.method == "POST" and form.is_valid():
        try:
            keeping.declare_compromised(actor=actor, key=key, **form.cleaned_data)
        except InputError as error:
            form.add_error("since", say(error.text))
        else:
            tell(request, Text("已报告泄露，已改用新密钥。", "Declared stolen; a new key signs now."))
            return redirect("keys")
    context = {
        "title": Text(f"报告密钥泄露：key-{key.number}", f"Declare key-{key.number} stolen"),
        "breadcrumb_trail": [{"url": reverse("keys"), "label": KEYS}],
        "key": key,
        "form": form,
    }
    return render(request, "credentials/key_compromised.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def stations(request: HttpRequest) -> HttpResponse:
    """The stations; a city officer registers one."""
    actor = actor_of(request)
    may_add = actor.role is Role.CITY_OFFICER
    form = StationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            code = str(CreditCode.parse(form.cleaned_data["credit_code"]))
            body = Organisation.objects.filter(credit_code=code).first()
            if body is None:
                raise InputError("organisations.unknown", UNKNOWN, where="credit_code")
            values = {"code": form.cleaned_data["code"], "name": form.cleaned_data["name"]}
            register_station(actor=actor, organisation=body, **values)
        except (InputError, Conflict) as error:
            named = {"code": "code"}.get(error.where, "credit_code" if isinstance(error, InputError) else "code")
            form.add_error(named, say(error.what))
        else:
            tell(request, Text("站点已登记。", "The station is registered."))
            return redirect("stations")
    page = page_of(stations_for(actor), request)
    rows = [
        [each.code, each.name, *([] if acts_for(actor, each.organisation_id) else [each.organisation.name])]
        for each in page
    ]
    columns = [{"label": Text("站点编码", "Code")}, {"label": Text("名称", "Name")}]
    columns += [] if is_body(actor) else [{"label": Text("评价机构", "Evaluation body")}]
    context = {
        "title": STATIONS,
        "table": {"caption": STATIONS, "columns": columns, "rows": rows, "page": page, "empty": NO_STATIONS},
        "may_add": may_add,
        "form": form,
    }
    return render(request, "credentials/stations.html", context, status=422 if form.errors else 200)


NO_STATIONS = Text("还没有登记站点；由市级经办人员登记。", "No station is registered yet: city officers do that.")
UNKNOWN = Text("没有登记过这个信用代码的机构。", "No organisation has this credit code.")
