"""The forms of issuing: a batch, a line of it, a reason, a station, a stolen key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from skillcity.credentials.imports import line_columns
from skillcity.credentials.kinds import CertificateKind
from skillcity.credentials.models import Station
from skillcity.facts.engine.kinds import kind_named
from skillcity.kernel.errors import InputError
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text
from skillcity.platform.imports.kinds import Column, Row, RowProblem
from skillcity.platform.ui.language import say, tr

REQUIRED = {"required": tr("必须填写。", "It must be given.")}
CHOOSE = Text("请选择", "Choose one")
PEOPLE = ("id_number", "name")
CHOSEN = frozenset({"choice", "level", "boolean"})
BOOLEANS = (("yes", Text("是", "Yes")), ("no", Text("否", "No")))


def _choice(pairs: Iterable[tuple[str, Any]], *, empty: bool = True) -> list[tuple[str, str]]:
    first = [("", say(CHOOSE))] if empty else []
    return [*first, *((value, say(words)) for value, words in pairs)]


class BatchForm(forms.Form):
    """A new batch: where, what, called how, held when."""

    station = forms.ChoiceField(label=tr("评价站点", "Station"), error_messages=REQUIRED)
    kind = forms.ChoiceField(label=tr("证书种类", "Kind of certificate"), error_messages=REQUIRED)
    title = forms.CharField(
        label=tr("批次名称", "Title"),
        help_text=tr("如：2026年11月焊工三级认定", "such as: welders, level 3, November 2026"),
        max_length=128,
        error_messages=REQUIRED,
    )
    held_on = forms.DateField(
        label=tr("考核或结业日期", "Day of the exam or completion"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={**REQUIRED, "invalid": tr("请按 2024-05-01 的格式填写。", "Write it like 2024-05-01.")},
    )

    def __init__(self, data: Any = None, *, stations: list[Station]) -> None:
        super().__init__(data, initial={"kind": CertificateKind.SKILL_LEVEL.value, "held_on": timezone.localdate()})
        places: Any = self.fields["station"]
        places.choices = _choice([(str(each.pk), str(each)) for each in stations], empty=len(stations) != 1)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(each.value, say(each.label)) for each in CertificateKind]
        self.stations = {str(each.pk): each for each in stations}

    def clean_station(self) -> Station:
        """The station itself."""
        return self.stations[self.cleaned_data["station"]]

    def clean_kind(self) -> CertificateKind:
        """The kind itself."""
        return CertificateKind(self.cleaned_data["kind"])


class LineForm(forms.Form):
    """One line of a batch, read by the very columns of the import; `only` leaves fields out (a correction)."""

    def __init__(
        self, data: Any = None, *, kind: CertificateKind, only: frozenset[str] | None = None, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial)
        self.columns = [each for each in line_columns(kind) if only is None or each.key in only]
        for column in self.columns:
            self.fields[column.key] = _field(kind, column)

    def clean(self) -> dict[str, Any]:
        """Read each field as a cell of a file would be read."""
        cleaned = super().clean() or {}
        for column in self.columns:
            words = cleaned.get(column.key)
            cleaned[column.key] = None
            if words:
                try:
                    cleaned[column.key] = column.parse(words)
                except InputError as error:
                    self.add_error(column.key, say(error.what))
        return cleaned

    @property
    def row(self) -> Row:
        """The line as a row of a file."""
        return Row(1, {column.key: self.cleaned_data[column.key] for column in self.columns})

    def refuse(self, problems: Iterable[RowProblem]) -> None:
        """Show why the row was refused, beside the fields."""
        for each in problems:
            self.add_error(each.column if each.column in self.fields else None, ValidationError(say(each.text)))


def _field(kind: CertificateKind, column: Column) -> forms.Field:
    attribute = kind_named(kind.value).attributes.get(column.key)
    hint = column.hint if column.hint.zh else _example(column)
    chosen = attribute is not None and attribute.type in CHOSEN
    common: dict[str, Any] = {
        "label": say(column.label),
        "required": column.required,
        "help_text": say(hint) if hint and not chosen else "",
        "error_messages": REQUIRED,
    }
    if attribute is not None and attribute.type == "choice":
        return forms.ChoiceField(choices=_choice(attribute.choices.items()), **common)
    if attribute is not None and attribute.type == "level":
        levels = [each for each in SkillLevel if each.is_exam]
        return forms.ChoiceField(choices=_choice((each.value, each.label) for each in levels), **common)
    if attribute is not None and attribute.type == "boolean":
        return forms.ChoiceField(choices=_choice(BOOLEANS), **common)
    field = forms.CharField(max_length=200, **common)
    if column.key in PEOPLE:
        field.widget.attrs |= {"autocomplete": "off", "data-private": "1"}
    return field


def _example(column: Column) -> Text | None:
    if not column.sample or column.key in PEOPLE:
        return None
    return Text(f"如 {column.sample}", f"such as {column.sample}")


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(
        label=tr("原因", "Reason"),
        help_text=tr("会写入证书的状态记录，并告知本人。", "It is kept with the certificate, and the person is told."),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": tr("请写明原因。", "Give a reason.")},
    )


class AnswerForm(forms.Form):
    """Why something is sent back or declined."""

    answer = forms.CharField(
        label=tr("原因", "Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": tr("请写明原因。", "Give a reason.")},
    )


class StationForm(forms.Form):
    """A station of an evaluation body."""

    credit_code = forms.CharField(
        label=tr("评价机构的统一社会信用代码", "Credit code of the evaluation body"),
        max_length=18,
        error_messages=REQUIRED,
    )
    code = forms.CharField(
        label=tr("站点编码(13位)", "Station code (13 characters)"),
        help_text=tr("如 S000033000001", "such as S000033000001"),
        max_length=13,
        error_messages=REQUIRED,
    )
    name = forms.CharField(label=tr("站点名称", "Name of the station"), max_length=128, error_messages=REQUIRED)


class CompromiseForm(forms.Form):
    """Since when a key was in foreign hands, and how that is known."""

    since = forms.DateTimeField(
        label=tr("从何时起不可信", "Not to be trusted since"),
        help_text=tr(
            "此后签名的证书全部作废，须重新签发。", "Whatever it signed since then is void and must be issued anew."
        ),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={**REQUIRED, "invalid": tr("请填写日期和时间。", "Give a day and a time.")},
    )
    reason = forms.CharField(
        label=tr("原因", "Reason"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": tr("请写明原因。", "Give a reason.")},
    )


def changed(form: LineForm, current: Mapping[str, Any]) -> dict[str, Any]:
    """What a correction says differently, in the form in which attributes are kept."""
    found: dict[str, Any] = {}
    for name, value in form.row.values.items():
        kept = value.value if isinstance(value, SkillLevel) else str(value) if value is not None else None
        plain = value if isinstance(value, bool | int) else kept
        if plain is not None and plain != current.get(name):
            found[name] = plain
    return found
