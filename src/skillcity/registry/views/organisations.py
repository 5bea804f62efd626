"""The list of organisations, and the page of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from skillcity.kernel.text import Text
from skillcity.platform.accounts.asking import actor_of
from skillcity.platform.audit.services import note_look
from skillcity.registry import selectors
from skillcity.registry.kinds import MembershipRole, OrganisationKind, TieKind
from skillcity.registry.models import Offering, Organisation, Site, Tie
from skillcity.registry.places import counties, place_name
from skillcity.registry.views.parts import HOME, MOST_LISTED, ORGANISATIONS, page_of

TIES_LISTED = 12
COUNTY = Text("县(市、区)", "County")
# From the side of the one that others tie themselves to, and from the side of the one who does.
TIED = {
    TieKind.REGULAR_PARTNER: Text("合作企业", "Regular partners"),
    TieKind.CLOSE_PARTNER: Text("紧密型合作企业", "Close partners"),
    TieKind.ECOSYSTEM_MEMBER: Text("生态圈成员", "Members of the ecosystem"),
    TieKind.CHAIN_LEADER: Text("链主", "Chain leaders"),
}
TIES = {
    TieKind.REGULAR_PARTNER: Text("合作院校", "Regular partner of"),
    TieKind.CLOSE_PARTNER: Text("紧密型合作院校", "Close partner of"),
    TieKind.ECOSYSTEM_MEMBER: Text("所在生态圈", "Member of the ecosystem"),
    TieKind.CHAIN_LEADER: Text("任链主的生态圈", "Chain leader of"),
}
SIDES = {"tied": (TIED, "source"), "ties": (TIES, "target")}


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """Organisations by kind, county and a part of the name."""
    asked = {key: request.GET.get(key, "").strip() for key in ("q", "kind", "county")}
    known = counties()
    names = dict(known)
    page = page_of(
        selectors.search_organisations(text=asked["q"], kind=asked["kind"], region_code=asked["county"]), request
    )
    table = {
        "caption": ORGANISATIONS,
        "columns": [
            {"label": Text("名称", "Name")},
            {"label": Text("类型", "Kind")},
            {"label": COUNTY},
            {"label": Text("统一社会信用代码", "Credit code")},
        ],
        "rows": [
            [
                {"text": each.name, "url": reverse("organisation", args=[each.pk])},
                OrganisationKind(each.kind).label,
                place_name(each.region_code, names),
                each.credit_code,
            ]
            for each in page
        ],
    }
    context = {
        "title": ORGANISATIONS,
        "asked": asked,
        "kinds": [(each.value, each.label) for each in OrganisationKind],
        "counties": known,
        "table": table,
        "page": page,
    }
    return render(request, "registry/organisations.html", context)


@require_safe
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """One organisation: its sites, majors and partners, and its members for those who may know them."""
    found = selectors.organisation_for(organisation_id)
    if chosen := request.GET.get("ties"):
        return _all_of(request, found, chosen)
    sites = list(found.sites.order_by("name", "pk"))
    offerings = list(found.offerings.order_by("major_code", "pk"))
    context = {
        "title": found.name,
        "breadcrumb_trail": [HOME, {"url": reverse("organisations"), "label": ORGANISATIONS}],
        "rows": _rows(found),
        "stats": _stats(sites, offerings),
        "sites": _sites(sites),
        "offerings": _offerings(offerings),
        "groups": _groups(found),
        "members": _members(request, found),
    }
    return render(request, "registry/organisation.html", context)


def _rows(found: Organisation) -> list[dict[str, Any]]:
    return [
        {"label": Text("类型", "Kind"), "value": OrganisationKind(found.kind).label},
        {"label": COUNTY, "value": place_name(found.region_code, counties())},
        {"label": Text("统一社会信用代码", "Credit code"), "value": found.credit_code},
        {"label": Text("成立日期", "Founded on"), "value": found.founded_on},
    ]


def _stats(sites: list[Site], offerings: list[Offering]) -> list[dict[str, Any]]:
    taught = [each.integrated for each in offerings]
    stats: list[dict[str, Any]] = []
    if sites:
        stats.append(
            _stat(
                Text("实训工位", "Workstations"),
                sum(each.workstations for each in sites),
                Text("个", "places"),
                Text("{n} 处场地", "{n} sites").format(n=len(sites)),
            )
        )
    if taught:
        share = f"{100 * sum(taught) / len(taught):.0f}%"
        note = Text("工学一体化 {n} 个({share})", "{n} work-study integrated ({share})")
        stats.append(
            _stat(
                Text("开设专业", "Majors"), len(taught), Text("个", "majors"), note.format(n=sum(taught), share=share)
            )
        )
    return stats


def _stat(label: Text, value: int, unit: Text, note: Text) -> dict[str, Any]:
    source = Text("系统内登记", "records in this system")
    return {
        "label": label,
        "value": value,
        "unit": unit,
        "note": note,
        "as_of": timezone.localdate(),
        "source": source,
        "url": "",
    }


def _sites(sites: list[Site]) -> dict[str, Any]:
    return {
        "caption": Text("实训场地", "Training sites"),
        "columns": [
            {"label": Text("场地", "Site")},
            {"label": Text("工位数", "Workstations"), "numeric": True},
        ],
        "rows": [[site.name, site.workstations] for site in sites],
    }


def _offerings(offerings: list[Offering]) -> dict[str, Any]:
    return {
        "caption": Text("开设专业", "Majors"),
        "columns": [
            {"label": Text("专业", "Major")},
            {"label": Text("代码", "Code")},
            {"label": Text("工学一体化", "Work-study integrated")},
            {"label": Text("开设日期", "Since")},
        ],
        "rows": [[each.major_name, each.major_code, each.integrated, each.since] for each in offerings],
    }


def _groups(found: Organisation) -> list[dict[str, Any]]:
    """The present ties by kind, both ways; long lists are cut, counted, and whole on a page of their own."""
    page = reverse("organisation", args=[found.pk])
    groups = []
    both_sides = list(
        _present(Tie.objects.filter(Q(source=found) | Q(target=found)).select_related("source", "target"))
    )
    for side, (names, other) in SIDES.items():
        of_kind: dict[TieKind, list[Tie]] = {}
        for tie in both_sides:
            if getattr(tie, f"{other}_id") != found.pk:
                of_kind.setdefault(TieKind(tie.kind), []).append(tie)
        groups += [
            {
                "label": names[kind],
                "count": len(of_kind[kind]),
                "links": list(_links(of_kind[kind][:TIES_LISTED], other)),
                "url": f"{page}?ties={side}-{kind.value}",
            }
            for kind in TieKind
            if kind in of_kind
        ]
    return groups


def _ties(found: Organisation, side: str) -> QuerySet[Tie]:
    return _present(found.tied.select_related("source") if side == "tied" else found.ties.select_related("target"))


def _present(ties: QuerySet[Tie]) -> QuerySet[Tie]:
    today = timezone.localdate()
    present = (Q(valid_to=None) | Q(valid_to__gte=today)) & Q(valid_from__lte=today)
    return ties.filter(present).order_by("valid_from", "pk")


def _all_of(request: HttpRequest, found: Organisation, chosen: str) -> HttpResponse:
    """All present ties of one side and kind (`?ties=tied-regular-partner`), page by page."""
    side, _, name = chosen.partition("-")
    if side not in SIDES or name not in {kind.value for kind in TieKind}:
        return redirect("organisation", organisation_id=found.pk)
    names, other = SIDES[side]
    label = names[TieKind(name)]
    page = page_of(_ties(found, side).filter(kind=name), request)
    context = {
        "title": Text(f"{found.name}:{label.zh}", f"{found.name}: {label.en}"),
        "breadcrumb_trail": [
            {"url": reverse("organisations"), "label": ORGANISATIONS},
            {"url": reverse("organisation", args=[found.pk]), "label": found.name},
        ],
        "links": list(_links(page, other)),
        "page": page,
    }
    return render(request, "registry/ties.html", context)


def _links(ties: Iterable[Tie], other: str) -> Iterable[dict[str, Any]]:
    for tie in ties:
        organisation: Organisation = getattr(tie, other)
        yield {
            "url": reverse("organisation", args=[organisation.pk]),
            "label": organisation.name,
            "since": tie.valid_from,
        }


def _members(request: HttpRequest, found: Organisation) -> dict[str, Any] | None:
    rows = selectors.members_of(actor_of(request), found)
    if rows is None:
        return None
    page = page_of(rows, request)
    note_look(actor=actor_of(request), act="list", person_ids=[each.person_id for each in page])
    table = {
        "caption": Text("成员", "Members"),
        "empty": Text("您的范围内没有成员。", "No member is in your scope."),
        "columns": [{"label": Text("姓名", "Name")}, {"label": Text("身份", "Role")}, {"label": Text("开始", "Since")}],
        "rows": [
            [
                {"text": each.person.name, "url": reverse("person", args=[each.person_id])},
                MembershipRole(each.role).label,
                each.valid_from,
            ]
            for each in page
        ],
    }
    count = page.paginator.count if page.paginator.count < MOST_LISTED else rows.count()
    return {"count": count, "table": table, "page": page}
