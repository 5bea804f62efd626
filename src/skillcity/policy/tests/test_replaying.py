"""An old decision replays to the same answer, whatever became known since; and what was tampered with shows."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from django.utils import timezone

from skillcity.facts.models import Fact
from skillcity.policy.commands_city import replay as command
from skillcity.policy.editions import TALENT
from skillcity.policy.models import Decision
from skillcity.policy.replaying import replay, replay_all
from skillcity.policy.selectors import every_decision
from skillcity.policy.services import evaluate_people
from skillcity.policy.tests.people import CERTIFICATE, EDUCATION, STUDIO, a_person, lead_a_studio, learn
from skillcity.registry.models import Person

pytestmark = pytest.mark.django_db

AWARD = {
    "contest": "示例大赛",
    "series": "示例",
    "tier": "city",
    "grade": 1,
    "event": "焊接",
    "rank": 1,
    "group": "worker",
}
MONTHS = {"scheme": "unemployment", "employer": "91330300MA0000000X"}
KINDS = {
    "studio": STUDIO,
    "certificate": CERTIFICATE,
    "education": EDUCATION,
    "contest-award": AWARD,
    "insurance": MONTHS,
    "group": {"group": "disabled"},
    "residence": {"region": "330304", "basis": "household"},
}
FIRST_DAY = date(2024, 1, 1)


def something_happens(person: Person, chance: random.Random) -> None:
    """A new fact, or a correction or retraction of one that stands."""
    kind = chance.choice(sorted(KINDS))
    attributes = dict(KINDS[kind])
    begins = FIRST_DAY + timedelta(days=chance.randint(0, 900))
    standing = [
        each
        for each in Fact.objects.filter(person=person, kind=kind, retracts=False).order_by("seq")
        if not Fact.objects.filter(person=person, supersedes=each.seq).exists()
    ]
    if standing and chance.random() < 0.5:
        old = chance.choice(standing)
        if kind == "studio":
            attributes["role"] = chance.choice(["leader", "member"])
        retracts = chance.random() < 0.5
        given = old.attributes if retracts else attributes
        learn(person, kind, given, begins=begins, supersedes=old.seq, retracts=retracts)
    else:
        learn(person, kind, attributes, begins=begins)


def live(person: Person, seed: int) -> None:
    """A dozen things happen; after each the person is decided about, on a later day; the register changes once."""
    chance, day = random.Random(seed), FIRST_DAY
    for step in range(12):
        something_happens(person, chance)
        day += timedelta(days=chance.randint(0, 120))
        evaluate_people(person_ids=[person.pk], as_of=day)
        if step == 6:
            Person.objects.filter(pk=person.pk).update(birth_date=date(1999, 9, 9), region_code="330382", sex="male")


@pytest.mark.parametrize("seed", range(6))
def test_every_decision_of_a_life_replays_to_the_same(seed: int) -> None:
    person = a_person()
    live(person, seed)
    found = list(replay_all(every_decision()))
    assert [(each.decision.pk, each.differs) for each in found if not each.same] == []
    assert len({each.decision.pk for each in found}) > 10


def test_a_retracted_fact_still_stands_in_the_decision_that_used_it() -> None:
    person = a_person()
    fact = lead_a_studio(person)
    evaluate_people(person_ids=[person.pk], as_of=timezone.localdate())
    learn(person, "studio", dict(fact.attributes), supersedes=fact.seq, retracts=True)
    evaluate_people(person_ids=[person.pk], as_of=timezone.localdate())
    then, now = Decision.objects.filter(person=person, catalogue=TALENT).order_by("pk")
    assert (then.value, now.value) == ("E", "")
    again = replay(then)
    assert again.same
    assert again.outcome is not None
    assert again.outcome.winning is not None
    assert again.outcome.winning.why is not None
    assert again.outcome.winning.why.satisfied_by == (fact.reference,)


def test_a_fact_that_was_being_recorded_while_it_was_decided_does_not_count() -> None:
    """Its moment lies before the decision's, its commit after: the place in the chain tells them apart."""
    person = a_person()
    evaluate_people(person_ids=[person.pk], as_of=timezone.localdate())
    (found,) = Decision.objects.filter(person=person, catalogue=TALENT)
    lead = learn(person, "studio", STUDIO, recorded_at=found.known_at - timedelta(seconds=1))
    assert lead.recorded_at < found.known_at
    assert replay(found).same


def test_a_moment_from_a_clock_that_is_fast_is_not_before_its_fact() -> None:
    person = a_person()
    ahead = timezone.now() + timedelta(minutes=5)
    learn(person, "studio", STUDIO, recorded_at=ahead)
    evaluate_people(person_ids=[person.pk], as_of=timezone.localdate())
    (found,) = Decision.objects.filter(person=person, catalogue=TALENT)
    assert (found.value, found.known_at) == ("E", ahead)
    assert replay(found).same


@pytest.mark.parametrize(
    ("name", "value", "differs"),
    [
        ("value", "D", {"digest", "value"}),
        ("clause_mask", b"\x01", {"digest", "clause_mask"}),
        ("amounts", {"x": [100, False]}, {"digest", "amounts"}),
        ("facts_digest", "0" * 64, {"digest", "facts"}),
        ("facts_seen", 0, {"digest", "facts", "value", "holds", "clause", "clause_mask"}),
        ("digest", "0" * 64, {"digest"}),
    ],
)
def test_a_row_that_was_changed_differs(name: str, value: object, differs: set[str]) -> None:
    person = a_person()
    lead_a_studio(person)
    evaluate_people(person_ids=[person.pk], as_of=timezone.localdate())
    found = Decision.objects.get(person=person, catalogue=TALENT)
    setattr(found, name, value)
    assert differs <= set(replay(found).differs)


def test_words_that_can_no_longer_be_read_are_named() -> None:
    person = a_person()
    evaluate_people(person_ids=[person.pk], as_of=timezone.localdate())
    found = Decision.objects.select_related("kept").get(person=person, catalogue=TALENT)
    assert found.kept is not None
    found.kept.text = "nothing: here\n"
    assert replay(found).differs == ("words",)


def test_no_rule_in_force_replays_too() -> None:
    person = a_person()
    evaluate_people(person_ids=[person.pk], as_of=timezone.localdate())
    evaluate_people(person_ids=[person.pk], as_of=date(1999, 1, 1))
    last = Decision.objects.filter(person=person, catalogue=TALENT).latest("pk")
    assert last.kept_id is None
    assert replay(last).same


def test_the_command_replays_one_and_all() -> None:
    person = a_person()
    lead_a_studio(person)
    evaluate_people(person_ids=[person.pk], as_of=timezone.localdate())
    found = Decision.objects.get(person=person, catalogue=TALENT)
    result = CliRunner().invoke(command, ["--decision", str(found.pk), "--json"])
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert (said["decision"], said["same"], said["value"]) == (found.pk, True, "E")
    assert "相同" in CliRunner().invoke(command, ["--decision", str(found.pk)]).stdout
    result = CliRunner().invoke(command, ["--all", "--json"])
    assert (result.exit_code, json.loads(result.stdout)["differ"]) == (0, [])


def test_the_command_ends_with_two_when_one_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    person = a_person()
    evaluate_people(person_ids=[person.pk], as_of=timezone.localdate())
    found = Decision.objects.get(person=person, catalogue=TALENT)
    monkeypatch.setattr("skillcity.policy.replaying._digest", lambda *_: "0" * 64)
    assert CliRunner().invoke(command, ["--decision", str(found.pk), "--json"]).exit_code == 2
    result = CliRunner().invoke(command, ["--all"])
    assert result.exit_code == 2
    assert f"D{found.pk}" in result.stdout


def test_the_command_wants_one_or_all() -> None:
    assert CliRunner().invoke(command, []).exit_code == 2
    assert CliRunner().invoke(command, ["--all", "--decision", "1"]).exit_code == 2
