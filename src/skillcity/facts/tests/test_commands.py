"""`./skillcity facts show` and `kinds`; `verify` is tested with what it finds."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from skillcity.facts.cli import facts
from skillcity.facts.engine.kinds import kind_named
from skillcity.facts.services import correct_fact, record_fact, retract_fact
from skillcity.facts.tests.ledger import DAY, STUDIO, studio
from skillcity.kernel.errors import NotFound
from skillcity.platform.accounts.roles import Role
from skillcity.platform.audit.models import Entry
from skillcity.registry.tests.world import actor, person


@pytest.mark.django_db
def test_a_persons_facts_are_listed_and_the_look_is_noted() -> None:
    made, officer = person(), actor(Role.CITY_OFFICER)
    old = studio(officer, made)
    new = correct_fact(
        actor=officer, fact=old, valid_from=DAY, valid_to=DAY, attributes=STUDIO | {"role": "leader"}, source="更正"
    )
    retract_fact(actor=officer, fact=new, source="撤回")
    shown = CliRunner().invoke(facts, ["show", str(made.pk)])
    assert shown.exit_code == 0, shown.output
    first, second, third = shown.stdout.splitlines()
    assert first.startswith(f"{made.pk}-1  2024-05-01  工作室任职")
    assert "已被更正 superseded" in first
    assert "2024-05-01..2024-05-01" in second
    assert f"更正 corrects {made.pk}-1" in second
    assert f"撤回 retracts {made.pk}-2" in third
    as_json = json.loads(CliRunner().invoke(facts, ["show", str(made.pk), "--json"]).stdout)
    assert [each["seq"] for each in as_json["facts"]] == [1, 2, 3]
    looks = Entry.objects.filter(act="facts", person_id=made.pk, actor="system").order_by("pk")
    assert looks.count() == 2
    assert looks[0].purpose == "./skillcity facts show"


@pytest.mark.django_db
def test_nobody_and_nothing_are_told_apart() -> None:
    made = person()
    empty = CliRunner().invoke(facts, ["show", str(made.pk)])
    assert (empty.exit_code, empty.stdout) == (0, "")
    assert "No fact is recorded yet" in empty.stderr
    missing = CliRunner().invoke(facts, ["show", "999999"])
    assert isinstance(missing.exception, NotFound)
    assert CliRunner().invoke(facts, ["show", "0"]).exit_code == 2


def test_the_kinds_are_listed() -> None:
    words = CliRunner().invoke(facts, ["kinds"]).stdout
    assert "certificate  职业技能等级证书 / skill-level certificate" in words
    assert "* level: level  技能等级 / level" in words
    assert "(exam, contest, direct)" in words
    kinds = json.loads(CliRunner().invoke(facts, ["kinds", "--json"]).stdout)["kinds"]
    assert {each["kind"] for each in kinds} >= {"certificate", "studio", "residence"}


@pytest.mark.parametrize("command", [[], ["verify"], ["show"], ["kinds"]])
def test_every_command_explains_itself(command: list[str]) -> None:
    shown = CliRunner().invoke(facts, [*command, "--help"])
    assert shown.exit_code == 0
    assert len(shown.stdout.splitlines()) > 5


@pytest.mark.django_db
def test_a_certificate_shows_its_number_in_json() -> None:
    from skillcity.facts.tests.ledger import certificate

    made, officer, said = person(), actor(Role.CITY_OFFICER), certificate()
    kind = kind_named("certificate")
    record_fact(actor=officer, person=made, kind=kind, valid_from=DAY, valid_to=None, attributes=said, source="x")
    answer = json.loads(CliRunner().invoke(facts, ["show", str(made.pk), "--json"]).stdout)
    assert answer["facts"][0]["attributes"]["number"] == said["number"]
