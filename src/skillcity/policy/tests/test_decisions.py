"""Decisions are written where something differs, follow each other, and are never changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from skillcity.platform.audit.models import Entry
from skillcity.policy.editions import TALENT
from skillcity.policy.models import Decision, LastCheck, Standing
from skillcity.policy.selectors import current_edition, decisions_of
from skillcity.policy.services import evaluate_everyone, evaluate_people, stale_people
from skillcity.policy.tests.people import EDUCATION, STUDIO, a_person, lead_a_studio, learn
from skillcity.registry.models import Person

pytestmark = pytest.mark.django_db


def decide(person: Person, as_of: date | None = None) -> None:
    evaluate_people(person_ids=[person.pk], as_of=as_of or timezone.localdate())


def talent(person: Person) -> list[Decision]:
    """The decisions about the talent class, the first one first."""
    return list(Decision.objects.filter(person=person, catalogue=TALENT).order_by("pk"))


def test_the_first_decision_says_what_holds_by_which_words_and_facts() -> None:
    person = a_person()
    fact = lead_a_studio(person)
    decide(person)
    (found,) = talent(person)
    edition = current_edition(timezone.localdate())
    assert edition is not None
    assert found.kept is not None
    assert found.kept.name == edition.name
    assert "clauses:" in found.kept.text
    assert (found.value, found.holds, found.status) == ("E", "E", "known")
    place = [clause.id for clause in edition.clauses].index(found.clause)
    assert int.from_bytes(found.clause_mask, "little") == 1 << place
    assert (found.facts_seen, found.facts_used, found.previous_id) == (1, 1, None)
    assert (found.birth_date, found.sex, found.region_code) == (person.birth_date, "female", "330302")
    assert found.known_at >= fact.recorded_at


def test_somebody_without_any_right_is_decided_too() -> None:
    person = a_person()
    decide(person)
    (found,) = talent(person)
    assert (found.value, found.clause, found.clause_mask, found.facts_used) == ("", "", b"", 0)


def test_evaluating_again_writes_the_day_and_nothing_else() -> None:
    person = a_person()
    lead_a_studio(person)
    decide(person)
    before = list(Standing.objects.filter(person=person).order_by("pk").values())
    decide(person, timezone.localdate() + timedelta(days=1))
    assert len(talent(person)) == 1
    assert list(Standing.objects.filter(person=person).order_by("pk").values()) == before
    assert LastCheck.objects.get(person=person).checked_on == timezone.localdate() + timedelta(days=1)


def test_a_fact_that_the_catalogue_asks_about_makes_a_decision_and_another_fact_none() -> None:
    person = a_person()
    decide(person)
    learn(person, "education", EDUCATION)
    decide(person)
    assert len(talent(person)) == 1
    lead_a_studio(person)
    decide(person)
    first, second = talent(person)
    assert (first.value, second.value, second.previous_id) == ("", "E", first.pk)
    assert second.digest != first.digest


def test_the_standing_shows_the_newest_decision() -> None:
    person = a_person()
    decide(person)
    lead_a_studio(person)
    decide(person)
    standing = Standing.objects.get(person=person, catalogue=TALENT, decision__isnull=False)
    assert standing.decision_id == talent(person)[-1].pk
    assert standing.value == "E"


def test_the_edition_before_is_hypothetical_and_no_decision() -> None:
    person = a_person()
    decide(person)
    assert Standing.objects.filter(person=person, catalogue=TALENT, decision=None).count() == 1
    assert {each.kept.edition for each in decisions_of(person.pk) if each.catalogue == TALENT and each.kept} == {"2025"}


def test_a_change_of_edition_is_a_decision() -> None:
    """The same facts, the last day of one edition and the first of the next."""
    person = a_person()
    lead_a_studio(person)
    newest = current_edition(timezone.localdate())
    assert newest is not None
    assert newest.in_force.start is not None
    decide(person, newest.in_force.start - timedelta(days=1))
    decide(person, newest.in_force.start)
    before, after = talent(person)
    assert (before.value, after.value) == ("", "E")
    assert before.kept is not None
    assert after.kept is not None
    assert before.kept.edition < after.kept.edition


def test_when_no_edition_is_in_force_any_more_that_is_said_once() -> None:
    """No rule in force is not nothing: a catalogue that ends leaves a decision that says so."""
    person = a_person()
    decide(person)
    long_ago = date(1999, 1, 1)
    decide(person, long_ago)
    decide(person, long_ago)
    last = talent(person)[-1]
    assert len(talent(person)) == 2
    assert (last.status, last.kept_id, last.value) == ("no-rule-in-force", None, "")
    newcomer = a_person()
    decide(newcomer, long_ago)
    assert talent(newcomer) == []


@pytest.mark.parametrize("table", ["policy_decision", "policy_kept_edition"])
@pytest.mark.parametrize("statement", ["update {} set catalogue = 'x'", "delete from {}", "truncate {} cascade"])
def test_decisions_and_their_words_are_never_changed(table: str, statement: str) -> None:
    decide(a_person())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_decision_follows_only_one_about_the_same_person_and_catalogue() -> None:
    one, other = a_person(), a_person()
    decide(one)
    decide(other)
    theirs = talent(other)[0]
    row = {**Decision.objects.filter(pk=talent(one)[0].pk).values()[0], "previous_id": theirs.pk}
    for name in ("id", "decided_at"):
        row.pop(name)
    with pytest.raises(DatabaseError, match="decision_follows_its_own"), transaction.atomic():
        Decision.objects.create(**row)


def test_a_person_is_stale_after_a_fact_a_day_or_a_move() -> None:
    person = a_person()
    today = timezone.localdate()

    def stale(day: date = today) -> bool:
        return stale_people(person.pk - 1, day) == [person.pk]

    assert stale()
    decide(person)
    assert not stale()
    assert stale(today + timedelta(days=1))
    learn(person, "education", EDUCATION)
    assert stale()
    decide(person)
    Person.objects.filter(pk=person.pk).update(region_code="330304")
    assert stale()
    decide(person)
    assert not stale()
    Person.objects.filter(pk=person.pk).update(birth_date=None)
    assert stale()
    decide(person)
    assert not stale()


def test_evaluating_everyone_is_in_the_audit_with_numbers_only() -> None:
    a_person()
    a_person()
    evaluate_everyone()
    entry = Entry.objects.filter(act="policy.decide").latest("pk")
    assert entry.person_id is None
    assert entry.details["people"] == 2
    evaluate_everyone()
    assert Entry.objects.filter(act="policy.decide").latest("pk").pk == entry.pk


def test_the_studio_of_the_union_gives_a_decision_without_a_class() -> None:
    person = a_person()
    learn(person, "studio", STUDIO | {"issuer_kind": "union"})
    decide(person)
    assert talent(person)[-1].value == ""
