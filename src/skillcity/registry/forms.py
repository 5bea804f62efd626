"""The forms of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.imports.columns import read_phone
from skillcity.platform.ui.language import say, tr
from skillcity.registry.kinds import Purpose
from skillcity.registry.models import Organisation


class PurposeForm(forms.Form):
    """Why somebody needs to see a number."""

    purpose = forms.CharField(
        label=tr("查看理由", "Why you need it"),
        help_text=tr("本人能看到。例如：核对补贴申请。", "The person can read it. For example: checking a claim."),
        max_length=200,
        error_messages={"required": tr("请写明查看的理由。", "Say why you need to see it.")},
    )


class ChangeForm(forms.Form):
    """Name, county and contacts of a person; `seen` is the fingerprint of what the form was made from."""

    name = forms.CharField(label=tr("姓名", "Name"), help_text=tr("与证件一致。", "As on the document."), max_length=64)
    region_code = forms.ChoiceField(label=tr("所属县(市、区)", "County"))
    phone = forms.CharField(label=tr("手机", "Phone"), max_length=20, required=False)
    email = forms.EmailField(label=tr("邮箱", "E-mail"), max_length=128, required=False)
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, county_names: Mapping[str, Text], **more: Any) -> None:
        super().__init__(*args, **more)
        now = str(self.initial.get("region_code", ""))
        names = dict(county_names) if not now or now in county_names else {now: Text(now, now), **county_names}
        choices: Any = self.fields["region_code"]
        choices.choices = [(code, say(name)) for code, name in names.items()]

    def clean_phone(self) -> str:
        """Digits only."""
        phone = self.cleaned_data["phone"]
        try:
            return read_phone(phone) if phone else ""
        except InputError as error:
            raise ValidationError(say(error.text)) from error


class ConsentForm(forms.Form):
    """For what, to whom, until when."""

    purpose = forms.ChoiceField(
        label=tr("用途", "Purpose"),
        widget=forms.RadioSelect,
        choices=[(each.value, tr(each.label.zh, each.label.en)) for each in Purpose],
        error_messages={"required": tr("请选择用途。", "Choose a purpose.")},
    )
    organisation = forms.CharField(
        label=tr("机构名称或信用代码", "Organisation, or its credit code"),
        help_text=tr("请填全称。", "Its full name."),
        max_length=128,
        widget=forms.TextInput(attrs={"list": "receivers", "autocomplete": "off"}),
        error_messages={"required": tr("请填写机构。", "Name the organisation.")},
    )
    ends_on = forms.DateField(
        label=tr("授权到期日", "Until"),
        help_text=tr("到期自动失效，也可随时撤回。", "It ends by itself, and you may withdraw it any time."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": tr("请填写到期日。", "Give the last day."),
            "invalid": tr("日期不对。", "There is no such date."),
        },
    )

    def clean_organisation(self) -> Organisation:
        """The organisation of this name or code."""
        words = self.cleaned_data["organisation"].strip()
        found = (
            Organisation.objects.filter(credit_code=words.upper()).first()
            or Organisation.objects.filter(name=words).order_by("pk").first()
        )
        if found is None:
            raise ValidationError(
                tr("没有这个机构；请核对全称。", "There is no such organisation; check its full name.")
            )
        return found
