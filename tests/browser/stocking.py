"""What gives every page something to show: imports in each state, a job, a second factor."""

from __future__ import annotations

import csv
import io
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

COUNTY = "330382"
TRAINING = ("id_number", "name", "valid_from", "valid_to", "programme", "provider", "hours", "occupation", "passed")
SCALE = 0.001
SECOND_OFFICER = "second-city-officer"
BASE_EDITION = "330300/talent-class/2025"
LARGE = 2_100  # rows: over 2,000 the worker does it


@dataclass(frozen=True)
class Known:
    """A person of the sample with the number that the database keeps sealed."""

    name: str
    id_number: str


def rows_of(name: str) -> list[tuple[Any, ...]]:
    """The rows of one workbook of the sample."""
    from openpyxl import load_workbook

    from skillcity.site.sample.engine.sample import Plan
    from skillcity.site.sample.services import sample_folder

    book = load_workbook(sample_folder(Plan(SCALE)) / name, read_only=True)
    rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
    book.close()
    return rows


def people_of_county() -> list[Known]:
    """The people of the county officer's county."""
    rows = rows_of("05-people.xlsx")
    return [Known(str(row[0]), str(row[1])) for row in rows if row[2] == COUNTY]


def members_of(credit_code: str) -> list[Known]:
    """Who belongs to an organisation today."""
    rows = rows_of("06-memberships.xlsx")
    return [Known(str(row[1]), str(row[0])) for row in rows if row[2] == credit_code and not row[5]]


def training_file(
    people: list[Known], *, wrong: int = 1, hours: int = 40, programme: str = "焊工安全操作培训"
) -> bytes:
    """A CSV of trainings; the first `wrong` rows name an ID number whose check digit does not fit."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(TRAINING)
    for at, person in enumerate(people):
        number = person.id_number
        if at < wrong:
            number = number[:-1] + ("1" if number[-1] != "1" else "2")
        rows.writerow(
            [number, person.name, "2025-03-03", "2025-03-14", programme, "示例培训学校", hours, "6-18-02-04", "是"]
        )
    return out.getvalue().encode("utf-8-sig")


def stock() -> list[Known]:
    """Do all of it, as the accounts that would; returns the people of the county."""
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.models import Account
    from skillcity.platform.accounts.scope import acting_as

    people = people_of_county()
    with acting_as(SYSTEM):
        accounts = {account.username: account for account in Account.objects.order_by("pk")}
    for name in ("county-officer", "city-officer", "college", "evaluation-body"):
        _imports(accounts[name], people, hours=40 + len(name))
    _large_import(accounts["county-officer"], people)
    _accounts(accounts)
    _studio(accounts)
    _credentials(accounts)
    return people


def _acting(account: Any) -> Any:
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.registry.selectors import actor_of

    with acting_as(SYSTEM):
        return actor_of(account)


def _imports(account: Any, people: list[Known], *, hours: int) -> None:
    """One import that waits to be confirmed, with a refused row, and one that is taken."""
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.imports import uploads
    from skillcity.platform.imports.permissions import kinds_for

    actor = _acting(account)
    if actor.role == "college":
        people = members_of(_own(actor).credit_code)
    kind = "training" if "training" in {each.key for each in kinds_for(actor)} else "special-ability"
    for at, group in enumerate((people[:4], people[4:9])):
        content = training_file(group, hours=hours + at) if kind == "training" else abilities_file(group)
        with acting_as(actor):
            batch = uploads.upload(actor=actor, kind=kind, pieces=[content], file_name=f"三月-{kind}-{at + 1}.csv")
            if at and batch.taken:
                uploads.take(actor=actor, batch_id=batch.pk)


def abilities_file(people: list[Known]) -> bytes:
    """A CSV of special abilities."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("id_number", "name", "valid_from", "ability", "number", "issuer"))
    for person in people:
        number = "3399202500000" + person.id_number[14:17]
        rows.writerow([person.id_number, person.name, "2025-03-14", "阀门装配", number, "示例评价中心"])
    return out.getvalue().encode("utf-8-sig")


def _large_import(account: Any, people: list[Known]) -> None:
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.imports import uploads

    actor = _acting(account)
    many = (people * (LARGE // len(people) + 1))[:LARGE]
    with acting_as(actor):
        content = training_file(many, wrong=3, hours=8)
        uploads.upload(actor=actor, kind="training", pieces=[content], file_name="全年培训.csv")


def _own(actor: Any) -> Any:
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.registry.models import Organisation

    with acting_as(actor):
        return Organisation.objects.get(pk=min(actor.organisation_ids))


def _accounts(accounts: dict[str, Any]) -> None:
    """An account that waits to be switched on, and an auditor with a second factor and recovery codes."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.roles import Role
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.accounts.services import create_account

    with acting_as(SYSTEM):
        TOTP.activate(accounts["auditor"], generate_totp_secret())
        RecoveryCodes.activate(accounts["auditor"])
    admin = _acting(accounts["system-admin"])
    with acting_as(admin):
        create_account(
            actor=admin,
            username="newcomer",
            name="样例新同事",
            role=Role.AUDITOR,
            region_code="",
            password="a-long-enough-secret",
        )


def _studio(accounts: dict[str, Any]) -> None:
    """A draft with a changed clause and a simulation, one that waits for approval, an edition withdrawn early."""
    from django.utils import timezone

    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.roles import Role
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.platform.accounts.services import create_account
    from skillcity.policy.studio import publishing, services
    from skillcity.policy.studio.simulation import simulate

    with acting_as(SYSTEM):
        second = create_account(
            actor=SYSTEM,
            username=SECOND_OFFICER,
            name="样例第二位经办人员",
            role=Role.CITY_OFFICER,
            password="a-long-enough-secret",
        )
    author, other = _acting(accounts["city-officer"]), _acting(second)
    later = timezone.localdate() + timedelta(days=400)
    with acting_as(author):
        drafts = [services.start_draft(actor=author, base=BASE_EDITION) for _ in range(3)]
        seen = services.Seen(drafts[0].pk, 1)
        changes = {"when": 'any(studio, role == "leader", issuer_kind == "hrss", tier in ("city", "province"))'}
        services.change_entry(actor=author, seen=seen, key="clauses", at=11, changes=changes)
        simulate(
            actor=author,
            draft_id=drafts[0].pk,
            against_name=BASE_EDITION,
            as_of=timezone.localdate(),
            sample=500,
            seed=7,
        )
        proposals = [
            publishing.propose(actor=author, draft_id=each.pk, revision=each.revision, first_day=later)
            for each in drafts[1:2]
        ]
    with acting_as(other):
        edition = publishing.approve(actor=other, proposal_id=proposals[0].pk)
    with acting_as(author):
        publishing.propose_withdrawal(actor=author, edition_id=edition.pk, from_day=later, reason="样例：版本号有误")
        seen = services.Seen(drafts[2].pk, 1)
        services.change_head(actor=author, seen=seen, changes={"edition": "waiting"})
        publishing.propose(actor=author, draft_id=drafts[2].pk, revision=2, first_day=later)


def _credentials(accounts: dict[str, Any]) -> None:
    """Certificates for the worker, the assessor and somebody else; a share and a correction of the first two."""
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.accounts.roles import Role
    from skillcity.platform.accounts.scope import acting_as
    from skillcity.registry.models import Person
    from tests.credential_rows import make_credentials

    worker, assessor = (_acting(accounts[name]).person_id for name in ("worker", "assessor"))
    body = _own(_acting(accounts["evaluation-body"]))
    with acting_as(SYSTEM):
        other = Person.objects.exclude(pk__in=[worker, assessor]).order_by("pk").values_list("pk", flat=True)[0]
        of_roles = {Role(name): account for name, account in accounts.items() if name in list(Role)}
        make_credentials(of_roles, (worker, other, assessor), body.pk)


def recently() -> list[dict[str, Any]]:
    """What a session remembers of a sign-in just now, so that the pages that ask again do not."""
    return [{"method": "password", "at": time.time()}]
