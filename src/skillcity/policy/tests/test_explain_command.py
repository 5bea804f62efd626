"""`policy explain` on the register of the city: by number, under the operator's name, and audited."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from skillcity.platform.audit.models import Entry
from skillcity.policy.commands.explain import explain
from skillcity.policy.tests.people import a_person, lead_a_studio

pytestmark = pytest.mark.django_db


def run(*words: object, fails: int = 0) -> str:
    result = CliRunner().invoke(explain, [str(word) for word in words])
    assert result.exit_code == fails, result.output
    return result.stdout


def test_the_class_of_a_person_with_its_clause_and_the_look_in_the_audit() -> None:
    person = a_person()
    lead_a_studio(person)
    found = json.loads(run("--person", person.pk, "--json"))
    assert (found["person"], found["class"]) == (person.pk, "E")
    assert found["facts"]
    assert found["clause"] in run("--person", person.pk, "--edition", found["catalogue"].split("/")[-1])
    assert Entry.objects.filter(act="class").exists()


def test_a_person_who_is_not_there_or_no_number() -> None:
    assert run("--person", "999999999", fails=1) == ""
    run("--person", "x", fails=2)


def test_a_day_without_a_rule() -> None:
    assert run("--person", a_person().pk, "--as-of", "1999-01-01", fails=1) == ""
