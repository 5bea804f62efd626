"""The form of one clause, and the one of a benefit: what it gives, its words, its condition, on what it rests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from skillcity.kernel.text import Text
from skillcity.platform.ui.language import say, tr
from skillcity.policy.engine.catalogue import Confidence
from skillcity.policy.studio.engine.editing import Changes
from skillcity.policy.studio.engine.outline import Entry
from skillcity.policy.studio.forms.fields import REQUIRED, Code, Day, Words

CONFIDENCE = {
    Confidence.OFFICIAL: Text("官方原文", "official text"),
    Confidence.PRESS: Text("媒体报道", "press report"),
    Confidence.SECONDARY: Text("他人转述", "second hand"),
    Confidence.DERIVED: Text("由其他规定推得", "derived from other rules"),
    Confidence.CONFLICT: Text("来源说法不一", "sources disagree"),
    Confidence.RECALL: Text("未查得原文(示例)", "not read anywhere (sample)"),
}
STATUS = {
    "in-force": Text("现行有效", "In force"),
    "illustrative": Text("示例参数，非现行政策", "Illustrative, not policy in force"),
}
MEASURES = {
    "payment": Text("发放金额(元)", "Money paid (yuan)"),
    "limit": Text("额度上限(元)", "Ceiling (yuan)"),
    "rate": Text("费率(万分之一)", "Rate (basis points)"),
}
LONGEST_CONDITION = 4_000
NEAR = ("since", "level", "months", "count")


def choices(known: Mapping[Any, Text]) -> list[tuple[str, str]]:
    """A mapping of codes to words as the choices of a field."""
    return [(str(code), say(words)) for code, words in known.items()]


class EntryForm(forms.Form):
    """What a clause and a benefit have in common."""

    id = forms.CharField(
        label=tr("编号", "Number"),
        max_length=32,
        widget=forms.TextInput(attrs={"class": "short"}),
        error_messages={"required": REQUIRED},
    )
    text_zh = Words(tr("条文(中文)", "Wording (Chinese)"), rows=2)
    text_en = Words(tr("条文(英文)", "Wording (English)"), rows=2)
    status = forms.ChoiceField(label=tr("状态", "Status"), choices=())
    when = Code(tr("条件", "Condition"), rows=6, longest=LONGEST_CONDITION)
    document = Words(tr("依据文件", "Document"), longest=200)
    item = Words(tr("条款位置", "Article"), longest=100, required=False)
    dated = Day(tr("文件日期", "Date of the document"), required=False)
    url = forms.CharField(label=tr("网址", "Address"), max_length=500, required=False)
    confidence = forms.ChoiceField(label=tr("来源可靠程度", "How well it is known"), choices=())
    first_day = Day(tr("本条起始日", "First day of this clause"), required=False)
    last_day = Day(tr("本条截止日", "Last day of this clause"), required=False)
    gap_zh = Words(tr("资料空白(中文)", "What sources leave open (Chinese)"), rows=2, required=False)
    gap_en = Words(tr("资料空白(英文)", "What sources leave open (English)"), rows=2, required=False)
    impact_zh = Words(tr("影响(中文)", "What that does to people (Chinese)"), rows=2, required=False)
    impact_en = Words(tr("影响(英文)", "What that does to people (English)"), rows=2, required=False)

    pairs = (("gap_zh", "gap_en"), ("impact_zh", "impact_en"))

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["status"].choices = choices(STATUS)  # type: ignore[attr-defined]  # it is a choice
        self.fields["confidence"].choices = choices(CONFIDENCE)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Words in one language alone are refused, and days in the wrong order."""
        data = super().clean() or {}
        for zh, en in self.pairs:
            if bool(data.get(zh)) != bool(data.get(en)):
                empty = en if data.get(zh) else zh
                self.add_error(empty, tr("两种语言都要写，或都不写。", "Write it in both languages, or in neither."))
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", tr("截止早于起始。", "It ends before it begins."))
        if last and not first:
            self.add_error("first_day", tr("有截止日就要写起始日。", "With a last day, give a first day too."))
        return data

    def values(self) -> dict[str, Any]:
        """All values as the text of the draft writes them; None: the key is not there."""
        data = self.cleaned_data
        return {
            "id": data["id"],
            "text": {"zh": flat(data["text_zh"]), "en": flat(data["text_en"])},
            "cite": {
                "document": flat(data["document"]),
                **{key: value for key, value in (("item", flat(data["item"])),) if value},
                "confidence": data["confidence"],
                **({"date": data["dated"].isoformat()} if data["dated"] else {}),
                **({"url": data["url"]} if data["url"] else {}),
            },
            "status": data["status"],
            "in_force": self._days(),
            "when": data["when"].strip() or None,
            "data_gap": both(data["gap_zh"], data["gap_en"]),
            "impact": both(data["impact_zh"], data["impact_en"]),
        }

    def changes(self, entry: Entry | None) -> Changes:
        """Only what differs from the clause as it stands; the order of keys inside a table does not count."""
        before: Mapping[str, Any] = entry.values if entry else {}
        return {key: value for key, value in self.values().items() if not same(before.get(key), value)}

    def _days(self) -> dict[str, str] | None:
        first, last = self.cleaned_data["first_day"], self.cleaned_data["last_day"]
        if not first:
            return None
        return {"from": first.isoformat(), "to": last.isoformat() if last else ""}


class ClauseForm(EntryForm):
    """A clause: who fulfils the condition is given a class or a right."""

    gives = forms.ChoiceField(label=tr("给予的类别", "Class that it gives"), choices=())
    near_since = forms.CharField(
        label=tr("差一点：时间", "Near miss: time"),
        help_text=tr("例如 1y 或 6m，不填则不提示。", "Such as 1y or 6m; empty: none."),
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    near_level = forms.IntegerField(
        label=tr("差一点：级", "Near miss: levels"), required=False, min_value=1, max_value=8
    )
    near_months = forms.IntegerField(
        label=tr("差一点：月数", "Near miss: months"), required=False, min_value=1, max_value=600
    )
    near_count = forms.IntegerField(
        label=tr("差一点：件数", "Near miss: number"), required=False, min_value=1, max_value=1_000_000
    )

    def __init__(
        self, data: Any = None, *, outcomes: Mapping[str, Text], initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["gives"].choices = choices(outcomes)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """With the class and the tolerances."""
        found = super().values()
        near = {name: str(value) for name in NEAR if (value := self.cleaned_data[f"near_{name}"]) not in (None, "")}
        return {"id": found.pop("id"), "gives": self.cleaned_data["gives"], **found, "near": near or None}


class BenefitForm(EntryForm):
    """A benefit: what is due, and to whom. Caps, exclusions and county amounts are written in the whole text."""

    measure = forms.ChoiceField(label=tr("金额是什么", "What the amount is"), choices=())
    amount = Words(tr("金额", "Amount"), longest=500)

    def __init__(self, data: Any = None, *, initial: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["measure"].choices = choices(MEASURES)  # type: ignore[attr-defined]
        self.fields["when"].required = False

    def values(self) -> dict[str, Any]:
        """With the amount."""
        found = super().values()
        return {**found, "measure": self.cleaned_data["measure"], "amount": self.cleaned_data["amount"]}


def initial_of(entry: Entry) -> dict[str, Any]:
    """What the form of an entry shows at first, whatever the text holds."""
    cite, days, near = (table(entry.values.get(key)) for key in ("cite", "in_force", "near"))
    found: dict[str, Any] = {key: entry.word(key) for key in ("id", "gives", "status", "when", "measure", "amount")}
    for key, name in (("text", "text"), ("data_gap", "gap"), ("impact", "impact")):
        words = table(entry.values.get(key))
        found |= {f"{name}_zh": words.get("zh", ""), f"{name}_en": words.get("en", "")}
    found |= {key: cite.get(key, "") for key in ("document", "item", "confidence", "url")}
    found |= {"dated": day(cite.get("date")), "first_day": day(days.get("from")), "last_day": day(days.get("to"))}
    return found | {f"near_{name}": near.get(name, "") for name in NEAR}


def table(value: Any) -> dict[str, str]:
    """The plain words of a table; empty for anything else."""
    if not isinstance(value, Mapping):
        return {}
    return {key: each for key, each in value.items() if isinstance(each, str)}


def day(value: str | None) -> date | None:
    """A day as it is written in the text; None for anything else."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def flat(words: str) -> str:
    """Words on one line."""
    return " ".join(words.split())


def both(zh: str, en: str) -> dict[str, str] | None:
    """Words in both languages, or nothing."""
    return {"zh": flat(zh), "en": flat(en)} if zh and en else None


def same(before: Any, after: Any) -> bool:
    """Whether two values say the same; white space, and the order of a table's keys, do not count."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        kept = {key: value for key, value in before.items() if value != ""}
        wanted = {key: value for key, value in after.items() if value != ""}
        return set(kept) == set(wanted) and all(same(kept[key], wanted[key]) for key in kept)
    if isinstance(before, str) and isinstance(after, str):
        return flat(before) == flat(after)
    return (before or None) == (after or None)
