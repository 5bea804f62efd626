"""A small population for the suite-wide tests: three people in two counties, an organisation of each kind that signs
in, one account for each role, and a row in every table with personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from skillcity.facts.services import NewFact, record_facts
from skillcity.kernel.id_number import IdNumber
from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.roles import Role
from skillcity.platform.accounts.scope import acting_as, set_scope
from skillcity.platform.audit.services import record
from skillcity.registry.models import (
    Consent,
    Contact,
    Delegate,
    IdentityDocument,
    Membership,
    Organisation,
    Person,
)
from skillcity.registry.vault import vault
from tests.credential_rows import make_credentials
from tests.studio_rows import make_studio

NUMBERS = ("330382199001010015", "330302199102020026", "330382199203030030")  # made up; the check digits are right
HERE, THERE = "330382", "330302"
BEGIN = date(2020, 1, 1)
FAR = date(2099, 1, 1)
BACKEND = settings.AUTHENTICATION_BACKENDS[-1]
KINDS = {
    Role.COLLEGE: "technical-college",
    Role.ENTERPRISE: "enterprise",
    Role.EVALUATION_BODY: "evaluation-body",
    Role.BANK: "bank",
    Role.INSURER: "insurer",
    Role.SERVICE_STATION: "service-station",
}


@dataclass(frozen=True)
class Population:
    """Ids of what was made. `sees` says which people each role may see."""

    accounts: dict[Role, Account]
    people: tuple[int, int, int]
    organisations: dict[Role, int]

    @property
    def sees(self) -> dict[Role | None, set[int]]:
        """Whom each role may see.

        The worker is the first person, the assessor the third; the college knows the first, the enterprise the second,
        the evaluation body the third; the bank has a consent of the second, the insurer's was withdrawn.
        """
        first, second, third = self.people
        nobody: set[int] = set()
        return {
            None: nobody,
            Role.WORKER: {first},
            Role.ASSESSOR: {third},
            Role.COLLEGE: {first},
            Role.ENTERPRISE: {second},
            Role.EVALUATION_BODY: {third},
            Role.SERVICE_STATION: nobody,
            Role.BANK: {second},
            Role.INSURER: nobody,
            Role.COUNTY_OFFICER: {first, third},
            Role.CITY_OFFICER: {first, second, third},
            Role.AUDITOR: {first, second, third},
            Role.SYSTEM_ADMIN: nobody,
            Role.SECURITY_ADMIN: nobody,
            Role.AUDIT_ADMIN: nobody,
        }


def populate(*, bare: bool = False) -> Population:
    """Make everything, as the system; the scope stays the system's. `bare`: without policy studio and certificates."""
    set_scope(SYSTEM)
    accounts = {role: _account(role) for role in Role}
    people = (
        _person("林示一", HERE, accounts[Role.WORKER], 1),
        _person("陈示二", THERE, None, 2),
        _person("周示三", HERE, accounts[Role.ASSESSOR], 3),
    )
    organisations = {role: _organisation(role, accounts[role], at) for at, role in enumerate(KINDS)}
    for role, person in ((Role.COLLEGE, people[0]), (Role.ENTERPRISE, people[1]), (Role.EVALUATION_BODY, people[2])):
        Membership.objects.create(
            person_id=person.pk,
            region_code=person.region_code,
            organisation_id=organisations[role],
            role="employee",
            valid_from=BEGIN,
        )
    # A membership that has ended opens nothing.
    Membership.objects.create(
        person_id=people[1].pk,
        region_code=THERE,
        organisation_id=organisations[Role.COLLEGE],
        role="learner",
        valid_from=BEGIN,
        valid_to=date(2021, 1, 1),
    )
    for role, withdrawn in ((Role.BANK, None), (Role.INSURER, timezone.now())):
        Consent.objects.create(
            person_id=people[1].pk,
            region_code=THERE,
            organisation_id=organisations[role],
            purpose="loan",
            ends_on=FAR,
            withdrawn_at=withdrawn,
        )
    ids = tuple(person.pk for person in people)
    _facts(ids)
    if not bare:
        make_studio(accounts[Role.CITY_OFFICER], ids)
        make_credentials(accounts, ids, organisations[Role.EVALUATION_BODY])
    for person_id in ids:
        record(actor=SYSTEM, act="summary", object_type="person", object_id=person_id, person_id=person_id)
    return Population(accounts, ids, organisations)  # type: ignore[arg-type]  # three of them


def client_of(account: Account, **options: bool) -> Client:
    """A browser in which the account is signed in."""
    client = Client(**options)
    with acting_as(SYSTEM):
        client.force_login(account, backend=BACKEND)
    return client


def _account(role: Role) -> Account:
    region = HERE if role is Role.COUNTY_OFFICER else ""
    account = Account(username=role.value, name=f"样例{role.label.zh}", role=role.value, region_code=region)
    account.password = "none"  # nobody signs in with it; hashing fifteen passwords takes seconds
    account.save()
    return account


def _person(name: str, region: str, account: Account | None, at: int) -> Person:
    person = Person.objects.create(name=name, region_code=region, sex="male", account=account, birth_date=BEGIN)
    number = IdNumber.parse(NUMBERS[at - 1])
    sealed = vault().seal(number.value)
    IdentityDocument.objects.create(
        person=person,
        key_id=sealed.key_id,
        cipher=sealed.cipher,
        blind_index=vault().index(number.value),
        masked=number.masked,
    )
    Contact.objects.create(person=person, kind="phone", value=f"1380000000{at}")
    return person


def _organisation(role: Role, account: Account, at: int) -> int:
    found = Organisation.objects.create(
        name=f"样例{role.label.zh}", kind=KINDS[role], region_code=HERE, credit_code=f"9133030000000000{at:02d}"
    )
    Delegate.objects.create(account=account, organisation=found)
    return found.pk


def _facts(people: tuple[int, ...]) -> None:
    now = timezone.now()
    attributes = {"programme": "样例", "provider": "样例", "hours": 8, "occupation": "6-18-02-04", "passed": True}
    facts = [NewFact(each, "training", BEGIN, date(2020, 2, 1), attributes, "样例") for each in people]
    record_facts(actor=SYSTEM, facts=facts, recorded_at=now)
    with connection.cursor() as cursor:  # what the evaluation writes; its own service would need the whole catalogue
        cursor.executemany(
            "insert into policy_decision (person_id, catalogue, as_of, known_at, value, holds, clause, status, open,"
            " illustrative, clause_mask, unknown_mask, amounts, sex, region_code, facts_seen, facts_used, facts_digest,"
            " digest) select id, 'talent-class', current_date, now(), '', '', '', 'no-rule-in-force', '', false, '',"
            " '', '{}', sex, region_code, 1, 0, repeat('0', 64), repeat('0', 64) from registry_person where id = %s",
            [(each,) for each in people],
        )
        cursor.executemany(
            "insert into policy_standing (person_id, region, catalogue, edition, decision_id, value, clause, status,"
            " open, illustrative, amounts, fingerprint, evaluated_at) select person_id, '330300', catalogue, '2025',"
            " id, '', '', status, '', false, '{}', '', now() from policy_decision where person_id = %s",
            [(each,) for each in people],
        )
        cursor.executemany(
            "insert into policy_last_check (person_id, checked_on, facts, editions, fields)"
            " values (%s, current_date, 1, '', '')",
            [(each,) for each in people],
        )
