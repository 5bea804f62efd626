"""`./skillcity account`: what it prints, asks for and refuses."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from skillcity.kernel.errors import InputError, NotFound
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.cli import account
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.scope import set_scope

GOOD = "correct-horse-battery"


def run(*arguments: str, password: str = "") -> Result:
    return CliRunner().invoke(account, arguments, input=f"{password}\n", catch_exceptions=False)


def test_an_account_is_made_and_can_sign_in(db: None) -> None:
    result = run("create", "Chief", "--role", "security-admin", "--json", password=GOOD)
    made = Account.objects.get(username="chief")
    assert json.loads(result.stdout) == {"id": made.pk, "username": "chief", "role": "security-admin"}
    assert made.is_active
    assert made.check_password(GOOD)
    assert GOOD not in result.output


def test_a_password_is_set_and_the_list_shows_the_state(db: None) -> None:
    run("create", "li", "--role", "county-officer", "--region", "330382", password=GOOD)
    assert "li" in run("password", "LI", password=GOOD + "2").stdout
    set_scope(SYSTEM)
    assert Account.objects.get(username="li").check_password(GOOD + "2")
    assert run("list").stdout.split() == ["li", "county-officer", "on", "330382"]
    rows = json.loads(run("list", "--role", "county-officer", "--json").stdout)
    assert rows == {"accounts": [{"username": "li", "role": "county-officer", "state": "on"}]}
    assert json.loads(run("unlock", "li", "--json").stdout) == {"username": "li", "removed": 0}


def test_an_empty_list_says_so_beside_the_answer(db: None) -> None:
    result = run("list")
    assert result.stdout == ""
    assert "No accounts" in result.stderr


def test_what_cannot_be_done_is_a_coded_error(db: None) -> None:
    with pytest.raises(InputError, match=r"accounts\.invalid"):
        run("create", "li", "--role", "bank", password="short")
    with pytest.raises(NotFound, match=r"accounts\.unknown"):
        run("unlock", "nobody")
    assert run("create", "li", "--role", "emperor").exit_code == 2


@pytest.mark.parametrize("name", ["create", "password", "list", "unlock"])
def test_each_command_explains_itself_in_both_languages(name: str) -> None:
    page = run(name, "--help").output
    assert "./skillcity account" in page
    assert any("\u4e00" <= sign <= "\u9fff" for sign in page)
