"""`./skillcity account`: for the operator, who makes the first administrators and helps with a forgotten password."""

from __future__ import annotations

import json
import sys

import click

from skillcity.platform.accounts.roles import Role

ROLES = click.Choice([role.value for role in Role])
JSON = click.option("--json", "as_json", is_flag=True, help="输出一行 JSON / print one line of JSON")


@click.group()
def account() -> None:
    """账号：建立、改密码、列出、解锁。 Accounts: make, set a password, list, unlock.

    The operator acts as the system itself; every act stands in the audit.
    """


@account.command()
@click.argument("username")
@click.option("--role", type=ROLES, required=True, help="角色 / the role")
@click.option("--name", default="", help="姓名 / the person's name (default: the user name)")
@click.option("--region", default="", metavar="CODE", help="县代码 / county of a county officer, as 330382")
@JSON
def create(username: str, role: str, name: str, region: str, as_json: bool) -> None:
    """建立账号(立即可用)。 Make an account; it can sign in at once.

    USERNAME is what is typed when signing in. The password is asked for, or read from the first line of standard
    input.

    \b
    ./skillcity account create li.officer --role county-officer --region 330382
    ./skillcity account create chief --role security-admin < password.txt
    """
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.accounts.services import create_account

    password = ask_password()
    with acting_as(SYSTEM):
        made = create_account(
            actor=SYSTEM,
            username=username,
            name=name or username,
            role=Role(role),
            region_code=region,
            password=password,
        )
    answer({"id": made.pk, "username": made.username, "role": made.role}, as_json, "已建立 / made: ")


@account.command()
@click.argument("username")
@JSON
def password(username: str, as_json: bool) -> None:
    """设置密码。 Set a password; open sessions of USERNAME end.

    \b
    ./skillcity account password li.officer
    """
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.accounts.selectors import account_named
    from skillcity.platform.accounts.services import set_password

    with acting_as(SYSTEM):
        found = account_named(SYSTEM, username)
        set_password(actor=SYSTEM, account=found, password=ask_password())
    answer({"username": found.username}, as_json, "密码已设置 / password set: ")


@account.command("list")
@click.option("--role", type=ROLES, default=None, help="只列此角色 / only this role")
@JSON
def list_(role: str | None, as_json: bool) -> None:
    """列出账号。 List the accounts.

    \b
    ./skillcity account list --role county-officer --json
    """
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.accounts.selectors import accounts_for, locked_usernames

    with acting_as(SYSTEM):
        found = list(accounts_for(SYSTEM, role=role or ""))
        locked = locked_usernames(each.username for each in found)
    states = {each.pk: "off" if not each.is_active else "locked" if each.username in locked else "on" for each in found}
    if as_json:
        rows = [{"username": each.username, "role": each.role, "state": states[each.pk]} for each in found]
        click.echo(json.dumps({"accounts": rows}, ensure_ascii=False))
        return
    for each in found:
        click.echo(f"{each.username:<24} {each.role:<16} {states[each.pk]:<7} {each.region_code}".rstrip())
    if not found:
        click.echo("没有账号。 / No accounts.", err=True)


@account.command()
@click.argument("username")
@JSON
def unlock(username: str, as_json: bool) -> None:
    """解除锁定。 Forget the wrong passwords of the account USERNAME.

    \b
    ./skillcity account unlock li.officer
    """
    from skillcity.platform.accounts import services
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.accounts.selectors import account_named

    with acting_as(SYSTEM):
        found = account_named(SYSTEM, username)
        count = services.unlock(actor=SYSTEM, account=found)
    answer({"username": found.username, "removed": count}, as_json, "已解锁 / unlocked: ")


def ask_password() -> str:
    """From the terminal, twice and unseen; else the first line of standard input."""
    if sys.stdin.isatty():
        typed: str = click.prompt("密码 / password", hide_input=True, confirmation_prompt=True, err=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")


def answer(content: dict[str, object], as_json: bool, words: str) -> None:
    """The answer on standard output: one JSON object, or a line for people."""
    click.echo(json.dumps(content, ensure_ascii=False) if as_json else f"{words}{content['username']}")
