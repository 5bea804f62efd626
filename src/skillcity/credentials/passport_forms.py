"""The forms of the passport: to whom, what for and until when; what is wrong with a certificate."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from skillcity.credentials.sharing import LONGEST
from skillcity.credentials.ticket_kinds import Wrong
from skillcity.kernel.text import Text
from skillcity.platform.ui.language import say, tr
from skillcity.registry.models import Organisation

OTHER = "other"
PRESETS: dict[str, tuple[Text, Text]] = {
    "job": (Text("用人单位", "an employer"), Text("应聘", "applying for a job")),
    "entry": (Text("门卫或现场管理员", "a gate or site"), Text("进场核验", "being let in")),
    "loan": (Text("银行", "a bank"), Text("申请贷款", "applying for a loan")),
    "insurance": (Text("保险公司", "an insurer"), Text("办理保险", "taking out insurance")),
    "school": (Text("学校或培训机构", "a school"), Text("报名", "signing up for a course")),
}
TERMS = {
    "0": Text("今天", "Today"),
    "7": Text("7天", "7 days"),
    "30": Text("30天", "30 days"),
    "90": Text("90天", "90 days"),
    OTHER: Text("另选日期", "Another day"),
}
REQUIRED = {"required": tr("必须填写。", "It must be given.")}


class ShareForm(forms.Form):
    """Three choices, each with a first guess: a share takes no typing."""

    for_whom = forms.ChoiceField(
        label=tr("给谁看、做什么用", "For whom, and what for"),
        widget=forms.RadioSelect,
        initial="job",
        error_messages=REQUIRED,
    )
    receiver = forms.CharField(
        label=tr("对方名称", "Their name"),
        help_text=tr(
            "填机构全称的，证书有变时也通知该机构。",
            "An organisation named in full is told, too, when a certificate changes.",
        ),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "receivers", "autocomplete": "off"}),
    )
    purpose = forms.CharField(
        label=tr("其他用途", "Another purpose"),
        help_text=tr("只在选“其他”时填写。", "Only with “something else”."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    until = forms.ChoiceField(
        label=tr("给看到哪天", "Until"), widget=forms.RadioSelect, initial="7", error_messages=REQUIRED
    )
    ends_on = forms.DateField(
        label=tr("另选的日期", "The other day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": tr("日期不对。", "There is no such date.")},
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        whom: Any = self.fields["for_whom"]
        said = [(key, Text(f"{who.zh}：{why.zh}", f"{who.en}: {why.en}")) for key, (who, why) in PRESETS.items()]
        whom.choices = [*((key, _begun(words)) for key, words in said), (OTHER, say(Text("其他", "Something else")))]
        until: Any = self.fields["until"]
        until.choices = [(key, say(words)) for key, words in TERMS.items()]

    def clean(self) -> dict[str, Any]:
        """Adds `words` (receiver, purpose), `organisation` and `last`, the last day."""
        given = super().clean() or {}
        whom, who, why = given.get("for_whom"), given.get("receiver", ""), given.get("purpose", "")
        if whom == OTHER:
            for name, words in (("receiver", who), ("purpose", why)):
                if not words:
                    self.add_error(name, say(Text("选“其他”时必须填写。", "It is needed with “something else”.")))
        elif whom in PRESETS:
            preset = PRESETS[whom]
            who, why = who or say(preset[0]), why or say(preset[1])
        given["words"] = (who, why)
        found = list(Organisation.objects.filter(name=who).order_by("pk")[:2]) if who else []
        given["organisation"] = found[0] if len(found) == 1 else None
        given["last"] = self._last(given)
        return given

    def _last(self, given: dict[str, Any]) -> date:
        today = timezone.localdate()
        until = given.get("until")
        if until in TERMS and until != OTHER:
            return today + timedelta(days=int(until))
        last: date | None = given.get("ends_on")
        if until == OTHER and "ends_on" not in self.errors and (last is None or not today <= last <= today + LONGEST):
            self.add_error("ends_on", say(Text("请选今后一年之内的日期。", "Choose a day within a year from today.")))
        return last or today


def _begun(words: Text) -> str:
    """With a capital letter in English."""
    return say(Text(words.zh, words.en[:1].upper() + words.en[1:]))


class TicketForm(forms.Form):
    """What is wrong, and how one can see it."""

    wrong = forms.ChoiceField(label=tr("哪里不符", "What is wrong"), widget=forms.RadioSelect, error_messages=REQUIRED)
    words = forms.CharField(
        label=tr("应当是什么，凭什么证明", "What it should be, and what shows it"),
        help_text=tr(
            "例如：身份证上是“王晓明”，已到窗口更正登记。不要填写身份证号。",
            "For example: the identity card says Wang Xiaoming. Do not write the ID number here.",
        ),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages=REQUIRED,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        wrong: Any = self.fields["wrong"]
        wrong.choices = [(each.value, say(each.label)) for each in Wrong]


class WordsForm(forms.Form):
    """Something more to say about a ticket: an answer, evidence, a reason."""

    words = forms.CharField(
        label=tr("说明和证据", "Words and evidence"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages=REQUIRED,
    )
