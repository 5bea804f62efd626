"""A form for facts of one kind, with the fields that its file declares."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from skillcity.facts.engine.attributes import READERS
from skillcity.facts.engine.kinds import Attribute, FactKind
from skillcity.facts.models import Fact
from skillcity.kernel.errors import InputError
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text
from skillcity.platform.ui.language import say, tr

PREFIX = "attribute-"  # an attribute may be called like one of the fact's own fields
BOOLEANS = (("yes", Text("是", "Yes")), ("no", Text("否", "No")))
REQUIRED = tr("必须填写。", "It must be given.")
INVALID_DATE = tr("请按 2024-05-01 的格式填写。", "Write it like 2024-05-01.")
CHOOSE = Text("请选择", "Choose one")


class SourceForm(forms.Form):
    """On what a retraction rests."""

    source = forms.CharField(
        label=tr("撤回依据", "What it rests on"),
        help_text=tr("写明为什么这条事实不成立。", "Say why it was not so."),
        max_length=200,
        error_messages={"required": tr("请写明依据。", "Say what it rests on.")},
    )


class FactForm(forms.Form):
    """What a fact of one kind says, since when, and on what it rests."""

    def __init__(self, data: Any = None, *, kind: FactKind, fact: Fact | None = None) -> None:
        initial = _initial(kind, fact) if fact else None
        super().__init__(data, initial=initial)
        self.kind = kind
        for attribute in kind.attributes.values():
            self.fields[PREFIX + attribute.name] = _field(attribute)
        self.fields["valid_from"] = _date_field(say(kind.since), required=True)
        if kind.until is not None:
            self.fields["valid_to"] = _date_field(say(kind.until), required=False)
        self.fields["document"] = forms.CharField(label=tr("依据文号", "Document"), max_length=200, required=False)
        self.fields["source"] = forms.CharField(
            label=tr("数据来源", "Source"),
            help_text=tr("谁提供的，凭什么认定。", "Who supplied it, and what it rests on."),
            max_length=200,
            error_messages={"required": tr("请写明来源。", "Name the source.")},
        )

    def clean(self) -> dict[str, Any]:
        """Check each attribute as the ledger will, and say beside the field what is wrong."""
        cleaned = super().clean() or {}
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", tr("结束早于开始。", "It ends before it begins."))
        for name, value in self.attributes.items():
            attribute = self.kind.attributes[name]
            try:
                READERS[attribute.type](attribute, value)
            except InputError as error:
                self.add_error(PREFIX + name, say(error.what))
        return cleaned

    @property
    def attributes(self) -> dict[str, object]:
        """The attributes as given, empty ones left out."""
        given = {}
        for name, attribute in self.kind.attributes.items():
            value = self.cleaned_data.get(PREFIX + name)
            if value not in {None, ""}:
                given[name] = value == "yes" if attribute.type == "boolean" else value
        return given

    def field_named(self, where: str) -> str | None:
        """The field that an error of the ledger speaks of; the ledger names attributes by their label."""
        for name, attribute in self.kind.attributes.items():
            if where in {name, attribute.label.zh}:
                return PREFIX + name
        return {self.kind.since.zh: "valid_from", "source": "source"}.get(where)

    def refuse(self, error: InputError) -> None:
        """Show an error of the ledger beside its field."""
        self.add_error(self.field_named(error.where), ValidationError(say(error.what)))


def _field(attribute: Attribute) -> forms.Field:
    required = attribute.required and attribute.default is None
    common: dict[str, Any] = {
        "label": say(attribute.label),
        "required": required,
        "error_messages": {"required": REQUIRED},
    }
    if attribute.type == "choice":
        return _choices([(value, words) for value, words in attribute.choices.items()], common)
    if attribute.type == "level":
        return _choices([(level.value, level.label) for level in SkillLevel], common)
    if attribute.type == "boolean":
        return _choices(list(BOOLEANS), common)
    if attribute.type == "integer":
        return forms.IntegerField(min_value=attribute.least, max_value=attribute.most, **common)
    if attribute.type == "date":
        return _date_field(say(attribute.label), required=required)
    return forms.CharField(max_length=200, help_text=_example(attribute), **common)


def _example(attribute: Attribute) -> str:
    return say(Text(f"如 {attribute.sample}", f"such as {attribute.sample}")) if attribute.sample else ""


def _choices(choices: list[tuple[str, Text]], common: dict[str, Any]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[("", say(CHOOSE)), *((value, say(words)) for value, words in choices)], **common)


def _date_field(label: str, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": REQUIRED, "invalid": INVALID_DATE},
    )


def _initial(kind: FactKind, fact: Fact) -> dict[str, Any]:
    known: dict[str, Any] = {
        "valid_from": fact.valid_from,
        "valid_to": fact.valid_to,
        "document": fact.document,
    }
    for name, value in fact.attributes.items():
        attribute = kind.attributes[name]
        if attribute.type == "boolean":
            value = "yes" if value else "no"
        elif attribute.type == "date":
            value = date.fromisoformat(value)
        known[PREFIX + name] = value
    return known
