"""The forms of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Reach, Role
from skillcity.platform.accounts.selectors import is_taken
from skillcity.platform.ui.language import tr

CODE_LENGTH = 6
NO_COUNTY = tr("县级经办人员须填所属县的六位代码。", "A county officer needs a county: its six-digit code.")


class RoleForm(forms.Form):
    """A role, with the county where the role has one."""

    role = forms.ChoiceField(
        label=tr("角色", "Role"), choices=[(each.value, tr(each.label.zh, each.label.en)) for each in Role]
    )
    region_code = forms.CharField(
        label=tr("所属县(市、区)代码", "County code"),
        help_text=tr("六位数字，只有县级经办人员需要填。", "Six digits, for county officers only."),
        max_length=CODE_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean(self) -> dict[str, Any]:
        """A county officer needs a county of this city; every other role keeps none."""
        data = super().clean() or {}
        role = data.get("role")
        if role and Role(role).reach is Reach.COUNTY:
            code = data.get("region_code", "")
            inside = code.isdecimal() and len(code) == CODE_LENGTH and code.startswith(settings.CITY_CODE[:4])
            if not inside:
                self.add_error("region_code", NO_COUNTY)
        else:
            data["region_code"] = ""
        return data


def password_field() -> forms.CharField:
    """A new password, never shown again."""
    return forms.CharField(
        label=tr("初始密码", "First password"),
        help_text=tr(
            "至少10位。请当面告诉本人，并请本人登录后修改。", "At least ten characters. The person should change it."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )


class NewAccountForm(RoleForm):
    """A new account."""

    field_order = ("username", "name", "role", "region_code", "password")
    username = forms.RegexField(
        r"^[\w.-]+$",
        label=tr("用户名", "User name"),
        help_text=tr("字母、数字、点和连字符。", "Letters, digits, dots and hyphens."),
        max_length=64,
        error_messages={"invalid": tr("只能用字母、数字、点和连字符。", "Only letters, digits, dots and hyphens.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=tr("姓名", "Name"), max_length=64, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = password_field()

    def clean_username(self) -> str:
        """A user name is taken once, whatever its capitals; small letters are kept."""
        username: str = self.cleaned_data["username"].lower()
        if is_taken(username):
            raise ValidationError(tr("这个用户名已有人用。", "This user name is taken."))
        return username

    def clean(self) -> dict[str, Any]:
        """A good password, unlike the name."""
        data = super().clean()
        if password := data.get("password"):
            try:
                validate_password(password, Account(username=data.get("username", ""), name=data.get("name", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return data


class PasswordForm(forms.Form):
    """Another password for an account that is off."""

    password = password_field()

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        """Long enough, not common, unlike the name."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.account)
        return password


class FilterForm(forms.Form):
    """The search in the list of accounts."""

    q = forms.CharField(label=tr("用户名或姓名", "User name or name"), required=False, max_length=64)
    role = forms.ChoiceField(
        label=tr("角色", "Role"),
        required=False,
        choices=[
            ("", tr("全部角色", "Every role")),
            *((each.value, tr(each.label.zh, each.label.en)) for each in Role),
        ],
    )
    state = forms.ChoiceField(
        label=tr("状态", "State"),
        required=False,
        choices=[("", tr("全部", "All")), ("on", tr("在用", "On")), ("off", tr("已停用", "Off"))],
    )
