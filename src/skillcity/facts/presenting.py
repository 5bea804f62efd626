"""Facts as the components of the portal show them: a timeline, a summary, and two versions side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils import timezone

from skillcity.facts.engine.kinds import FactKind, all_kinds
from skillcity.facts.models import Fact
from skillcity.facts.selectors import Version, versions
from skillcity.facts.wording import Names, fact_details, fact_title, names_for, value_words
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import SYSTEM_NAME
from skillcity.platform.accounts.models import Account

SYSTEM = Text("系统导入", "the system's import")
UNKNOWN_ACCOUNT = Text("已注销的账号", "a closed account")
RUN_OUT = frozenset({"certificate", "special-ability", "professional-title", "honour"})  # the others just end
RETRACTED = Text("已撤回：{title}", "Retracted: {title}")


def recorders(facts: Iterable[Fact]) -> dict[str, Text]:
    """The names behind `account:7`, in one query."""
    labels = {fact.recorded_by for fact in facts}
    ids = {int(label.removeprefix("account:")) for label in labels if label.startswith("account:")}
    names = dict(Account.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    found = {f"account:{pk}": Text(name, name) for pk, name in names.items()}
    return {label: found.get(label, SYSTEM if label == SYSTEM_NAME else UNKNOWN_ACCOUNT) for label in labels}


def timeline(facts: Iterable[Fact]) -> dict[str, list[dict[str, Any]]]:
    """The facts of one person for `ui/timeline.html`: `entries` that stand, and `retracted` ones."""
    known = list(facts)
    names = names_for({fact.kind for fact in known})
    people = recorders(known)
    shown = versions(known)
    return {
        "entries": [_folded(each, names, people) for each in shown if each.stands],
        "retracted": [_folded(each, names, people) for each in shown if not each.stands],
    }


def _folded(version: Version, names: Names, people: Mapping[str, Text]) -> dict[str, Any]:
    entry = _entry(version.newest, names, people)
    entry["url"] = reverse("fact", args=[version.newest.person_id, version.newest.seq])
    if version.newest.valid_to is not None and version.newest.valid_to < timezone.localdate():
        entry["state"] = "expired" if version.newest.kind in RUN_OUT else "ended"
    entry["superseded"] = [_entry(old, names, people) | {"state": "superseded"} for old in version.older]
    return entry


def _entry(fact: Fact, names: Names, people: Mapping[str, Text]) -> dict[str, Any]:
    title = fact_title(fact, names)
    return {
        "id": f"fact-{fact.seq}",
        "day": fact.valid_from,
        "until": fact.valid_to,
        "open": all_kinds()[fact.kind].lasts and fact.valid_to is None,
        "what": RETRACTED.format(title=title) if fact.retracts else title,
        "details": fact_details(fact, names),
        "source": fact.source,
        "recorder": people[fact.recorded_by],
        "recorded_on": fact.recorded_at,
        "document": fact.document,
    }


def said_rows(
    kind: FactKind, attributes: Mapping[str, object], valid_from: object, valid_to: object, names: Names
) -> list[dict[str, Any]]:
    """What a fact says, attribute by attribute, for a summary list."""
    rows: list[dict[str, Any]] = [
        {"label": attribute.label, "value": value_words(kind, attribute, attributes[name], names)}
        for name, attribute in kind.attributes.items()
        if name in attributes
    ]
    rows.append({"label": kind.since, "value": valid_from})
    if kind.until is not None:
        rows.append({"label": kind.until, "value": valid_to or Text("至今", "now")})
    return rows


def fact_rows(fact: Fact) -> list[dict[str, Any]]:
    """Everything about one fact: what it says, on what it rests, who recorded it when, and its digest."""
    kind = all_kinds()[fact.kind]
    names = names_for({fact.kind})
    return [
        *said_rows(kind, fact.attributes, fact.valid_from, fact.valid_to, names),
        {"label": Text("来源", "Source"), "value": fact.source},
        {"label": Text("依据文号", "Document"), "value": fact.document},
        {"label": Text("记录人", "Recorded by"), "value": recorders([fact])[fact.recorded_by]},
        {"label": Text("记录时间", "Recorded at"), "value": fact.recorded_at},
        {"label": Text("事实编号", "Reference"), "value": fact.reference},
        {"label": Text("校验值", "Digest"), "value": bytes(fact.digest).hex()[:16]},
    ]


def changed_rows(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The new rows; where one differs from the old, the old value stands below it."""
    before = {str(row["label"]): row["value"] for row in old}
    was = Text("原为：{value}", "It was: {value}")
    rows = []
    for row in new:
        earlier = before.get(str(row["label"]))
        differs = earlier is not None and earlier != row["value"]
        rows.append(row | ({"note": was.format(value=_plain(earlier))} if differs else {}))
    return rows


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return Text("是", "Yes") if value else Text("否", "No")
    return value
