"""The questions by which a condition is chosen instead of typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from skillcity.kernel.text import Text
from skillcity.platform.ui.language import say, tr
from skillcity.policy.engine.schema import Attribute, FieldType, Kind, Schema
from skillcity.policy.studio.engine.building import Answer
from skillcity.policy.studio.forms.entries import choices
from skillcity.policy.studio.forms.fields import Words

PREFIX = "build-"
ANY = Text("不限", "any")
NOT_YET = Text("请选择", "choose")
YES_NO = {"true": Text("是", "yes"), "false": Text("否", "no")}
JOINERS = {"and": Text("并且(都要符合)", "and (both must hold)"), "or": Text("或者(符合其一)", "or (one is enough)")}


class KindForm(forms.Form):
    """About which kind of facts."""

    kind = forms.ChoiceField(label=tr("看哪一种事实", "Which kind of fact"), choices=(), required=False)
    joiner = forms.ChoiceField(label=tr("与原有条件的关系", "How it joins the condition"), choices=(), required=False)

    def __init__(self, data: Any = None, *, schema: Schema) -> None:
        super().__init__(data, prefix="build", initial={"joiner": "and"})
        kinds = {name: kind.label for name, kind in schema.kinds.items()}
        self.fields["kind"].choices = [("", say(NOT_YET)), *choices(kinds)]  # type: ignore[attr-defined]
        self.fields["joiner"].choices = choices(JOINERS)  # type: ignore[attr-defined]


class BuildForm(forms.Form):
    """What must be so of the fact; what is left open does not matter."""

    def __init__(self, data: Any = None, *, kind: Kind) -> None:
        super().__init__(data)
        self.kind = kind
        for name, attribute in kind.attributes.items():
            if name not in ("valid_from", "valid_to"):
                self.fields[PREFIX + name] = field_of(attribute)
        self.fields[PREFIX + "valid_from"] = forms.IntegerField(
            label=tr("最近几个月之内", "Within the last months"), required=False, min_value=1, max_value=600
        )

    def answers(self) -> Mapping[str, Answer]:
        """What was chosen, by attribute."""
        return {name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items()}


def field_of(attribute: Attribute) -> forms.Field:
    """The question about one attribute."""
    label, kind = say(attribute.label), attribute.field.type
    if kind is FieldType.LEVEL:
        said = say(Text("{label}不低于", "{label}: at least").format(label=attribute.label))
        return forms.ChoiceField(label=said, required=False, choices=[("", say(ANY)), *choices(attribute.choices)])
    if kind is FieldType.BOOLEAN:
        return forms.ChoiceField(label=label, required=False, choices=[("", say(ANY)), *choices(YES_NO)])
    if attribute.choices:
        return forms.MultipleChoiceField(
            label=label, required=False, choices=choices(attribute.choices), widget=forms.CheckboxSelectMultiple
        )
    if kind is FieldType.INTEGER:
        said = say(Text("{label}不少于", "{label}: at least").format(label=attribute.label))
        return forms.IntegerField(label=said, required=False, min_value=0, max_value=10**9 - 1)
    said = say(Text("{label}正好是", "{label}: exactly").format(label=attribute.label))
    return Words(said, longest=200, required=False)
