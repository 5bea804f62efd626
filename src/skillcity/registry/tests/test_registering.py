"""Registering and changing: what is written, what is refused, and that a refused one changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from skillcity.kernel.errors import SkillcityError
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Change, Entry
from skillcity.registry import services
from skillcity.registry.changing import details_of
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.models import Contact, Delegate, IdentityDocument, Organisation, Person
from skillcity.registry.tests.world import (
    LUCHENG,
    YUEQING,
    account,
    actor,
    credit_code,
    id_number,
    member,
    organisation,
    person,
    seeing_as,
)

pytestmark = pytest.mark.django_db


def refused(code: str, act: Callable[..., object], **values: object) -> None:
    with pytest.raises(SkillcityError) as error:
        act(**values)
    assert error.value.code == code


def last_entry() -> Entry:
    return Entry.objects.latest("pk")


def test_a_person_is_registered_with_a_sealed_number() -> None:
    alice, number = actor(Role.COUNTY_OFFICER), id_number("19880506")
    with seeing_as(alice):
        made = services.register_person(
            actor=alice, name=" 王小明 ", id_number=number, region_code=LUCHENG, phone="13800000000", email="w@x.cn"
        )
    document = IdentityDocument.objects.get(person=made)
    assert (made.name, made.initials, str(made.birth_date), made.sex) == (
        "王小明",
        "wxm",
        "1988-05-06",
        number.sex.value,
    )
    assert number.value.encode() not in bytes(document.cipher)
    assert document.masked == number.masked
    assert set(made.contacts.order_by("pk").values_list("kind", "value")) == {
        ("phone", "13800000000"),
        ("email", "w@x.cn"),
    }
    entry = last_entry()
    assert (entry.act, entry.person_id, entry.account_id) == ("registry.register-person", made.pk, alice.account_id)
    assert Change.objects.filter(table_name="registry_person", row_id=str(made.pk), actor=alice.label).exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.CITY_OFFICER, Role.COUNTY_OFFICER}])
def test_other_roles_register_nobody(role: Role) -> None:
    bob = actor(role)
    refused(
        "registry.not-an-officer",
        services.register_person,
        actor=bob,
        name="王小明",
        id_number=id_number(),
        region_code=LUCHENG,
    )
    refused(
        "registry.not-an-officer",
        services.register_organisation,
        actor=bob,
        name="示例银行",
        kind=OrganisationKind.BANK,
        credit_code=credit_code(),
        region_code=LUCHENG,
    )
    assert not Person.objects.exists()
    assert not Organisation.objects.exists()


def test_a_number_is_registered_once_and_a_nameless_person_never() -> None:
    number = id_number()
    values = {"actor": SYSTEM, "id_number": number, "region_code": LUCHENG}
    services.register_person(name="王小明", **values)  # type: ignore[arg-type]
    refused("registry.number-taken", services.register_person, name="李雷", **values)
    refused("registry.name", services.register_person, name=" ", **values)
    assert Person.objects.count() == 1


def change(who: Actor, made: Person, **values: str) -> Person:
    details = details_of(made)
    now = {"name": details.name, "region_code": details.region_code, "phone": details.phone, "email": details.email}
    return services.change_person(actor=who, person_id=made.pk, **({"seen": details.fingerprint} | now | values))


def test_a_change_is_written_with_its_history_and_names_what_changed() -> None:
    made = person(phone="13800000000")
    member(made, organisation())
    alice = actor(Role.CITY_OFFICER)
    changed = change(alice, made, name="王晓明", region_code=YUEQING, phone="13900000000", email="w@x.cn")
    assert (changed.initials, changed.region_code) == ("wxm", YUEQING)
    assert made.memberships.get().region_code == YUEQING
    assert list(Contact.objects.filter(person=made, kind="phone").values_list("value", flat=True)) == ["13900000000"]
    assert last_entry().details == {"changed": ["name", "region_code", "phone", "email"]}
    before = Change.objects.filter(table_name="registry_person", operation="update").latest("pk").before
    assert before["name"] == "王小明"
    change(alice, changed, phone="")
    assert not Contact.objects.filter(person=made, kind="phone").exists()


def test_a_change_made_meanwhile_is_not_overwritten() -> None:
    made = person()
    seen = details_of(made).fingerprint
    alice = actor(Role.CITY_OFFICER)
    change(alice, made, name="王晓明")
    refused("registry.changed", lambda: change(alice, made, seen=seen, name="王小名"))
    assert Person.objects.get(pk=made.pk).name == "王晓明"


def test_a_county_officer_neither_takes_nor_gives_a_person() -> None:
    made, foreign = person(), person(county=YUEQING)
    alice = actor(Role.COUNTY_OFFICER)
    refused("registry.other-county", lambda: change(alice, made, region_code=YUEQING))
    refused("registry.other-county", lambda: change(alice, foreign, region_code=LUCHENG))
    with seeing_as(alice):
        refused("registry.no-person", lambda: change(alice, foreign))
    refused("registry.name", lambda: change(actor(Role.CITY_OFFICER), made, name="  "))
    assert Person.objects.get(pk=made.pk).region_code == LUCHENG


def test_an_account_is_linked_to_one_person() -> None:
    made, other = person(), person("李雷")
    worker, officer = account(Role.WORKER), account(Role.CITY_OFFICER)
    alice = actor(Role.CITY_OFFICER)
    services.link_account(actor=alice, person_id=made.pk, account_id=worker.pk)
    assert Person.objects.get(pk=made.pk).account_id == worker.pk
    assert last_entry().details == {"linked_account": worker.pk}
    for code, who, what in (
        ("registry.account-taken", other.pk, worker.pk),
        ("registry.account-taken", made.pk, account(Role.WORKER).pk),
        ("registry.account-role", other.pk, officer.pk),
        ("registry.unknown", other.pk, 10**9),
        ("registry.no-person", 10**9, worker.pk),
    ):
        refused(code, services.link_account, actor=alice, person_id=who, account_id=what)
    refused(
        "registry.not-an-officer",
        services.link_account,
        actor=actor(Role.WORKER),
        person_id=other.pk,
        account_id=account(Role.WORKER).pk,
    )
    assert Person.objects.get(pk=other.pk).account_id is None


def test_an_organisation_is_registered_once() -> None:
    code = credit_code()
    alice = actor(Role.COUNTY_OFFICER)
    values = {"actor": alice, "kind": OrganisationKind.BANK, "credit_code": code, "region_code": LUCHENG}
    made = services.register_organisation(name="示例银行", **values)  # type: ignore[arg-type]
    assert (made.initials, made.credit_code) == ("slyh", str(code))
    assert last_entry().act == "registry.register-organisation"
    refused("registry.code-taken", services.register_organisation, name="另一银行", **values)
    refused("registry.name", services.register_organisation, name="", **values)
    refused(
        "registry.other-county",
        services.register_organisation,
        name="示例银行",
        **(values | {"region_code": YUEQING}),
    )
    assert Organisation.objects.count() == 1


def test_an_account_acts_for_one_organisation() -> None:
    firm = organisation()
    alice = actor(Role.CITY_OFFICER)
    bank = account(Role.BANK)
    services.appoint_delegate(actor=alice, organisation_id=firm.pk, account_id=bank.pk)
    refused(
        "registry.account-taken",
        services.appoint_delegate,
        actor=alice,
        organisation_id=firm.pk,
        account_id=bank.pk,
    )
    refused(
        "registry.account-role",
        services.appoint_delegate,
        actor=alice,
        organisation_id=firm.pk,
        account_id=account(Role.WORKER).pk,
    )
    refused("registry.unknown", services.appoint_delegate, actor=alice, organisation_id=10**9, account_id=bank.pk)
    refused(
        "registry.not-an-officer",
        services.appoint_delegate,
        actor=actor(Role.ENTERPRISE),
        organisation_id=firm.pk,
        account_id=account(Role.BANK).pk,
    )
    assert Delegate.objects.count() == 1


def test_the_number_opens_for_a_purpose_and_the_look_is_recorded() -> None:
    number = id_number()
    made = services.register_person(actor=SYSTEM, name="王小明", id_number=number, region_code=LUCHENG)
    alice, charlie = actor(Role.COUNTY_OFFICER), actor(Role.ENTERPRISE)
    assert services.reveal_number(actor=alice, person=made, purpose="核对补贴").value == number.value
    entry = last_entry()
    assert (entry.act, entry.purpose, entry.person_id) == ("id-number", "核对补贴", made.pk)
    refused("registry.purpose", services.reveal_number, actor=alice, person=made, purpose=" ")
    refused("registry.not-a-reader", services.reveal_number, actor=charlie, person=made, purpose="好奇")
    assert last_entry().pk == entry.pk
    own = actor(Role.WORKER, person=made)
    assert services.reveal_number(actor=own, person=made, purpose="").value == number.value
    bare = Person.objects.create(name="无证", sex="male", region_code=LUCHENG)
    refused("registry.unknown", services.reveal_number, actor=alice, person=bare, purpose="核对")


def test_a_person_is_named_by_number_only_and_an_organisation_by_name() -> None:
    made = person()
    assert str(made) == f"person {made.pk}"
    assert str(organisation()) == "示例阀门有限公司"
