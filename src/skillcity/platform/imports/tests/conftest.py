"""A kind for the tests: accounts by name. A name that begins with 坏 is refused, a known one is present."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.imports import kinds
from skillcity.platform.imports.kinds import ImportContext, ImportKind, Row, RowProblem, Taken
from skillcity.platform.imports.tests.files import COLUMNS


def take(rows: Sequence[Row], context: ImportContext) -> Taken:
    known = set(Account.objects.order_by("pk").values_list("username", flat=True))
    bad = [row for row in rows if str(row.values["name"]).startswith("坏")]
    new = [row for row in rows if row not in bad and row.values["name"] not in known]
    Account.objects.bulk_create(
        Account(username=row.values["name"], name=row.values["name"], role=Role.WORKER.value) for row in new
    )
    context.progress(len(new), len(rows))
    problems = [RowProblem(row.number, "name", "test.bad", Text("坏名字。", "A bad name.")) for row in bad]
    return Taken(len(new), len(rows) - len(new) - len(bad), problems)


@pytest.fixture
def kind() -> Iterator[ImportKind]:
    made = ImportKind(
        "test-names", Text("名字", "Names"), Text("试", "A test"), COLUMNS, take, frozenset({"county-officer"})
    )
    kinds.register(made)
    yield made
    del kinds._kinds[made.key]


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.VAR = tmp_path / "var"  # type: ignore[attr-defined]


def account(name: str, role: Role) -> Account:
    region = "330302" if role is Role.COUNTY_OFFICER else ""
    return Account.objects.create(username=name, name=name, role=role.value, region_code=region)


def actor_for(made: Account) -> Actor:
    return Actor(
        account_id=made.pk, role=Role(made.role), name=made.name, region_codes=frozenset({made.region_code}) - {""}
    )


@pytest.fixture
def alice(db: None) -> Actor:
    """A county officer, who may import."""
    return actor_for(account("alice", Role.COUNTY_OFFICER))


@pytest.fixture
def bob(db: None) -> Actor:
    """Another county officer."""
    return actor_for(account("bob", Role.COUNTY_OFFICER))


@pytest.fixture
def charlie(db: None) -> Actor:
    """A worker, who may not import."""
    return actor_for(account("charlie", Role.WORKER))


@pytest.fixture
def auditor(db: None) -> Actor:
    return actor_for(account("auditor", Role.AUDITOR))


def write_csv(path: Path, names: Sequence[str], code: str = "330302") -> Path:
    path.write_text("姓名,代码\n" + "".join(f"{name},{code}\n" for name in names), encoding="utf-8")
    return path
