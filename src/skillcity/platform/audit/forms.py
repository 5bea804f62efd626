"""The search in the audit."""

from __future__ import annotations

from typing import Any

from django import forms

from skillcity.platform.audit.acts import ACTS
from skillcity.platform.audit.selectors import Wanted
from skillcity.platform.ui.language import tr


class SearchForm(forms.Form):
    """By account, act, person and day."""

    account = forms.CharField(label=tr("账号", "Account"), required=False, max_length=64)
    act = forms.ChoiceField(
        label=tr("事项", "Act"),
        required=False,
        choices=[("", tr("全部", "All")), *((code, tr(label.zh, label.en)) for code, label in ACTS.items())],
    )
    person = forms.IntegerField(label=tr("人员编号", "Person number"), required=False, min_value=1, max_value=2**62)
    first_day = forms.DateField(label=tr("从", "From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=tr("到", "To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        data = super().clean() or {}
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", tr("不能早于开始日期。", "It lies before the first day."))
        return data

    def wanted(self) -> Wanted:
        """What is asked for; nothing while the form has errors."""
        if not self.is_valid():
            return Wanted()
        data = self.cleaned_data
        return Wanted(data["account"], data["act"], data["person"], data["first_day"], data["last_day"])
