"""Linking an account to whom it stands for: a worker's to their record, a college's to the college. Officers do it.

The administrators see no personal data, so they cannot; the officer knows the person and is given the user name.
"""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from skillcity.kernel.errors import InputError, NotFound, SkillcityError
from skillcity.kernel.id_number import IdNumber
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Reach, Role
from skillcity.platform.accounts.selectors import known_account
from skillcity.platform.ui.language import say, tr
from skillcity.registry.selectors import search_organisations, search_people
from skillcity.registry.services import appoint_delegate, link_account


class LinkForm(forms.Form):
    """The account, and the number of whom it stands for."""

    username = forms.CharField(
        label=tr("账号的用户名", "User name of the account"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    number = forms.CharField(
        label=tr("证件号码或统一社会信用代码", "ID number or credit code"),
        help_text=tr(
            "个人填身份证号，机构填统一社会信用代码。", "A person's ID number; an organisation's credit code."
        ),
        max_length=18,
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-private": "1"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """Link an account; what cannot be linked is said at the form."""
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by the middleware
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = link_by_numbers(actor, form.cleaned_data["username"], form.cleaned_data["number"])
        except SkillcityError as error:
            form.add_error(
                None, say(Text(f"{error.what.zh}{error.todo.zh}", f"{error.what.en} {error.todo.en}".strip()))
            )
        else:
            messages.success(request, say(done))
            return redirect("account-link")
    context = {
        "title": Text("关联账号", "Link an account"),
        "form": form,
        "lead": Text(
            "账号关联后，本人或本机构才能看到自己的资料。",
            "Once linked, a person or an organisation sees its own data.",
        ),
        "button": Text("关联", "Link"),
        "back": "/home",
    }
    return render(request, "accounts/form.html", context, status=422 if request.method == "POST" else 200)


def link_by_numbers(actor: Actor, username: str, number: str) -> Text:
    """Link the account of a user name to the person or organisation of a number; returns what was done, in words.

    Errors: `accounts.unknown`, `site.cannot-link` (a role that stands for nobody), and those of the registry.
    """
    account = known_account(username)
    if account is None:
        raise NO_ACCOUNT
    reach = Role(account.role).reach
    if reach is Reach.PERSON:
        return _to_person(actor, account, number)
    if reach in {Reach.ORGANISATION, Reach.CONSENT}:
        return _to_organisation(actor, account, number)
    raise STANDS_FOR_NOBODY


def _to_person(actor: Actor, account: Account, number: str) -> Text:
    person = search_people(actor, text=IdNumber.parse(number).value).first()
    if person is None:
        raise NO_PERSON
    link_account(actor=actor, person_id=person.pk, account_id=account.pk)
    return Text(f"{account.username} 已关联 {person.name}。", f"{account.username} is linked to {person.name}.")


def _to_organisation(actor: Actor, account: Account, number: str) -> Text:
    code = number.strip().upper()
    found = search_organisations(text=code).filter(credit_code=code).first()
    if found is None:
        raise NO_ORGANISATION
    appoint_delegate(actor=actor, organisation_id=found.pk, account_id=account.pk)
    return Text(f"{account.username} 已关联 {found.name}。", f"{account.username} acts for {found.name} now.")


NO_ACCOUNT = NotFound("accounts.unknown", Text("没有这个账号。", "There is no such account."))
NO_PERSON = NotFound(
    "site.no-person", Text("没有这个人，或不在您的范围内。", "There is no such person, or they are outside your scope.")
)
NO_ORGANISATION = NotFound("site.no-organisation", Text("没有这个机构。", "There is no such organisation."))
STANDS_FOR_NOBODY = InputError(
    "site.cannot-link",
    Text("这个角色不代表个人或机构，不用关联。", "This role stands for no person or organisation: nothing to link."),
)
