"""The small form that adds a test case: one fact, a day, and the class that is expected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from skillcity.kernel.text import Text
from skillcity.platform.ui.language import say, tr
from skillcity.policy.engine.schema import Attribute, FieldType, Kind
from skillcity.policy.studio.engine.rendering import Value
from skillcity.policy.studio.forms.entries import choices, flat
from skillcity.policy.studio.forms.fields import Day, Words

PREFIX = "attribute-"
NONE = "none"
ANY = Text("不写", "leave out")
YES_NO = {"true": Text("是", "yes"), "false": Text("否", "no")}
SEX = {"male": Text("男", "male"), "female": Text("女", "female")}


class CaseForm(forms.Form):
    """A case about one person with one fact of a kind, or with none."""

    name_zh = Words(tr("用例名称(中文)", "Name (Chinese)"), longest=200)
    name_en = Words(tr("用例名称(英文)", "Name (English)"), longest=200)
    as_of = Day(tr("按哪一天", "As of"))
    birth_date = Day(tr("出生日期", "Date of birth"), required=False)
    sex = forms.ChoiceField(label=tr("性别", "Sex"), choices=(), required=False)

    def __init__(self, data: Any = None, *, kind: Kind | None, outcomes: Mapping[str, Text]) -> None:
        super().__init__(data, initial={"as_of": timezone.localdate()})
        self.kind = kind
        self.fields["sex"].choices = [("", say(ANY)), *choices(SEX)]  # type: ignore[attr-defined]  # a choice
        if kind is not None:
            self.fields["valid_from"] = Day(say(kind.attributes["valid_from"].label))
            self.fields["valid_to"] = Day(say(kind.attributes["valid_to"].label), required=False)
            for name, attribute in kind.attributes.items():
                if name not in ("valid_from", "valid_to"):
                    self.fields[PREFIX + name] = field_of(attribute)
        expected = {NONE: Text("不属于任何一类", "no class"), **outcomes}
        self.fields["expected"] = forms.ChoiceField(
            label=tr("应属于哪一类", "Class that is expected"), choices=choices(expected)
        )
        self.fields["clause"] = Words(tr("依据的条款编号", "By which clause"), longest=32, required=False)

    def case(self) -> dict[str, Value]:
        """The case as the file of cases writes it."""
        data = self.cleaned_data
        person = {
            key: value
            for key, value in (
                ("birth_date", data["birth_date"].isoformat() if data["birth_date"] else ""),
                ("sex", data["sex"]),
            )
            if value
        }
        expect: dict[str, Value] = {"class": data["expected"]}
        if data["clause"]:
            expect["clause"] = data["clause"]
        return {
            "name": {"zh": flat(data["name_zh"]), "en": flat(data["name_en"])},
            "as_of": data["as_of"].isoformat(),
            **({"person": person} if person else {}),
            **({"facts": [self._fact()]} if self.kind else {}),
            "expect": expect,
        }

    def _fact(self) -> Value:
        if self.kind is None:
            raise LookupError("a case without a fact")
        data = self.cleaned_data
        given: dict[str, Value] = {
            name.removeprefix(PREFIX): str(value)
            for name, value in data.items()
            if name.startswith(PREFIX) and value not in (None, "")
        }
        fact: dict[str, Value] = {"kind": self.kind.name, "valid_from": data["valid_from"].isoformat()}
        if data["valid_to"]:
            fact["valid_to"] = data["valid_to"].isoformat()
        return {**fact, "attributes": given} if given else fact


def field_of(attribute: Attribute) -> forms.Field:
    """A field for one attribute of a fact; nothing has to be given: what is left out is not known."""
    label = say(attribute.label)
    known: Mapping[str, Text] = YES_NO if attribute.field.type is FieldType.BOOLEAN else attribute.choices
    if known:
        return forms.ChoiceField(label=label, required=False, choices=[("", say(ANY)), *choices(known)])
    if attribute.field.type is FieldType.INTEGER:
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=10**9 - 1)
    if attribute.field.type is FieldType.DATE:
        return Day(label, required=False)
    return Words(label, longest=200, required=False)
