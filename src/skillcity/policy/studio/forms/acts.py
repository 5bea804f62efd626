"""The small forms: start a draft, its title and days, a set, the cases, a simulation, a proposal, a decision."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from skillcity.platform.ui.language import tr
from skillcity.policy.studio.forms.fields import LONGEST_TEXT, Code, Day, Words
from skillcity.policy.studio.naming import NAME

ALL, SAMPLE = "all", "sample"
SUGGESTED_SAMPLE = 1_000


class StartForm(forms.Form):
    """From which edition or draft a new draft is made."""

    base = forms.ChoiceField(label=tr("以哪一版为底稿", "Which edition to start from"), choices=())

    def __init__(self, data: Any = None, *, options: list[tuple[str, str]], initial: str = "") -> None:
        super().__init__(data, initial={"base": initial})
        self.fields["base"].choices = options  # type: ignore[attr-defined]  # it is a choice


class HeadForm(forms.Form):
    """The name of the new edition, its title, and the days planned for it."""

    edition = forms.RegexField(
        rf"\A{NAME.pattern}\Z",
        label=tr("版本号", "Name of the edition"),
        help_text=tr("字母、数字和连字符，例如 2027。", "Letters, digits and hyphens, such as 2027."),
        max_length=32,
        widget=forms.TextInput(attrs={"class": "short"}),
        error_messages={"invalid": tr("只能用字母、数字和连字符。", "Letters, digits and hyphens only.")},
    )
    title_zh = Words(tr("名称(中文)", "Title (Chinese)"), longest=200)
    title_en = Words(tr("名称(英文)", "Title (English)"), longest=200)
    first_day = Day(tr("计划首日", "First day planned"), required=False)
    last_day = Day(tr("计划截止日", "Last day planned"), required=False, help_text=tr("不填为长期。", "Empty: no end."))

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", tr("截止早于首日。", "It lies before the first day."))
        return data


class SetForm(forms.Form):
    """The members of a set, one a line: the code, and its name behind it."""

    label_zh = Words(tr("名单名称(中文)", "Name (Chinese)"), longest=200)
    label_en = Words(tr("名单名称(英文)", "Name (English)"), longest=200)
    members = Code(
        tr("成员", "Members"),
        rows=16,
        required=False,
        longest=LONGEST_TEXT,
        help_text=tr(
            "每行一个：代码，空格后可写名称。例如 6-18-02-04 焊工",
            "One a line: the code, then its name if you like, such as 6-18-02-04 焊工",
        ),
    )


class TextForm(forms.Form):
    """The whole text."""

    text = Code(tr("全文", "The whole text"), rows=30, longest=LONGEST_TEXT)


class CasesForm(forms.Form):
    """All cases as text."""

    cases = Code(tr("全部用例", "All cases"), rows=24, longest=LONGEST_TEXT)


class SimulateForm(forms.Form):
    """With what to compare, and for whom."""

    against = forms.ChoiceField(label=tr("与哪一版比较", "Compare with"), choices=())
    people = forms.ChoiceField(
        label=tr("模拟的人", "For whom"),
        widget=forms.RadioSelect,
        choices=((ALL, tr("全市所有人", "everyone of the city")), (SAMPLE, tr("随机抽样", "a random sample"))),
    )
    sample = forms.IntegerField(
        label=tr("抽样人数", "Size of the sample"),
        min_value=1,
        max_value=1_000_000,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    seed = forms.IntegerField(
        label=tr("抽样种子", "Seed of the sample"),
        help_text=tr("同一个数抽到同样的人。", "The same number draws the same people."),
        min_value=0,
        max_value=2**31 - 1,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    as_of = Day(tr("按哪一天的情况", "As of which day"))

    def __init__(self, data: Any = None, *, options: list[tuple[str, str]], initial: str = "") -> None:
        given = {
            "against": initial,
            "people": ALL,
            "sample": SUGGESTED_SAMPLE,
            "seed": 0,
            "as_of": timezone.localdate(),
        }
        super().__init__(data, initial=given)
        self.fields["against"].choices = options  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A sample has a size."""
        data = super().clean() or {}
        if data.get("people") == SAMPLE and not data.get("sample") and "sample" not in self.errors:
            self.add_error("sample", tr("请写抽样人数。", "Say how many people."))
        return data


class ProposeForm(forms.Form):
    """From which day the edition is to hold."""

    first_day = Day(tr("首日(开始生效)", "First day in force"))
    last_day = Day(tr("截止日", "Last day"), required=False, help_text=tr("不填为长期。", "Empty: no end."))
    reason = Words(
        tr("追溯的理由", "Why it reaches back"),
        rows=2,
        required=False,
        help_text=tr("首日早于今天时必须写。", "Needed when the first day is past."),
    )
    note = Words(tr("给审批人的说明", "A note for the one who decides"), rows=2, required=False)

    def clean(self) -> dict[str, Any]:
        """A past first day has its reason."""
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and first < timezone.localdate() and not data.get("reason"):
            self.add_error("reason", tr("首日早于今天，须写明理由。", "The first day is past: say why."))
        if first and last and last < first:
            self.add_error("last_day", tr("截止早于首日。", "It lies before the first day."))
        return data


class ReasonForm(forms.Form):
    """Why something is sent back."""

    answer = Words(tr("退回的理由", "Why it is sent back"), rows=3)


class WithdrawForm(forms.Form):
    """From which day an edition no longer holds, and why."""

    from_day = Day(tr("从哪一天起不再有效", "From which day it no longer holds"))
    reason = Words(tr("撤回的理由", "Why it is withdrawn"), rows=3)

    def __init__(self, data: Any = None, *, earliest: date) -> None:
        super().__init__(data, initial={"from_day": earliest})
        self.earliest = earliest

    def clean_from_day(self) -> date:
        """Not before today."""
        found: date = self.cleaned_data["from_day"]
        if found < self.earliest:
            raise forms.ValidationError(tr(f"不能早于 {self.earliest}。", f"Not before {self.earliest}."))
        return found
