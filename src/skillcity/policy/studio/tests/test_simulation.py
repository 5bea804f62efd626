"""Whom a draft moves: the figures, the people behind them in the reader's scope, and the notice."""

from __future__ import annotations

import csv
import io
import random
from datetime import date

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from skillcity.facts.services import NewFact, record_facts
from skillcity.kernel.errors import InputError, NotFound, Refused
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.scope import acting_as
from skillcity.platform.audit.models import Entry
from skillcity.policy.editions import as_if_in_force
from skillcity.policy.engine import classify
from skillcity.policy.persons import gather
from skillcity.policy.population import chunks, trades
from skillcity.policy.studio import selectors, services, simulation
from skillcity.policy.studio.models import Draft, Simulation, SimulationRow
from skillcity.policy.studio.notice import comma_separated, export, masked_name, workbook
from skillcity.policy.studio.services import Seen
from skillcity.policy.studio.simulation import people_of, simulate
from skillcity.policy.studio.tests.world import BASE, HERE, NARROWER, STUDIO, THERE, World, lead, make_person
from skillcity.registry.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def narrower(author: Actor, draft: Draft) -> Draft:
    """County studios no longer count."""
    services.change_entry(actor=author, seen=Seen(draft.pk, 1), key="clauses", at=11, changes={"when": NARROWER})
    return draft


def simulated(actor: Actor, draft: Draft, against: str = BASE, **more: object) -> Simulation:
    today = timezone.localdate()
    return simulate(actor=actor, draft_id=draft.pk, against_name=against, as_of=today, **more)  # type: ignore[arg-type]


def test_the_figures_and_the_rows_say_who_loses_and_why(world: World, author: Actor, narrower: Draft) -> None:
    made = simulated(author, narrower)
    assert made.figures is not None
    assert made.figures["people"] == 4
    assert made.figures["shifts"] == {"loss": 2}
    assert made.figures["cause"] == {"E-02": {"loss": 2}}
    assert made.figures["region"] == {HERE: {"loss": 1}, THERE: {"loss": 1}}
    rows = SimulationRow.objects.filter(simulation=made).order_by("person_id")
    assert [(each.person_id, each.old_value, each.new_value, each.cause) for each in rows] == [
        (each.pk, "E", "", "E-02") for each in world.people[:2]
    ]
    assert Entry.objects.filter(act="policy.simulated", object_id=str(made.pk)).exists()


def test_a_draft_is_compared_with_another_draft(author: Actor, draft: Draft) -> None:
    copy = services.copy_draft(actor=author, draft_id=draft.pk)
    services.change_entry(actor=author, seen=Seen(copy.pk, 1), key="clauses", at=11, changes={"when": NARROWER})
    key = selectors.newest(author, copy.pk).pk
    made = simulated(author, draft, against=f"revision:{key}")
    assert made.figures is not None
    assert made.figures["shifts"] == {"gain": 2}


def test_a_sample_is_the_same_for_the_same_seed(author: Actor, narrower: Draft) -> None:
    def drawn(sample: int | None, seed: int) -> list[int]:
        return people_of(Simulation(sample=sample, seed=seed))

    assert drawn(2, 7) == drawn(2, 7)
    assert len({tuple(drawn(2, seed)) for seed in range(20)}) > 1
    assert drawn(99, 1) == drawn(None, 0)
    made = simulated(author, narrower, sample=2, seed=7)
    assert made.figures is not None
    assert made.figures["people"] == 2
    for size in (0, simulation.MOST_SAMPLED + 1):
        with pytest.raises(InputError):
            simulated(author, narrower, sample=size)


def test_many_people_are_a_job(author: Actor, narrower: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "WITHIN_A_REQUEST", 2)
    made = simulated(author, narrower)
    assert (made.figures, made.job is not None) == (None, True)
    assert made.job is not None
    assert str(made.pk) in made.job.payload["page"]
    told: list[tuple[int, int]] = []
    simulation.run(Simulation.objects.get(pk=made.pk), lambda done, total: told.append((done, total)))
    assert told == [(4, 4)]
    assert Simulation.objects.get(pk=made.pk).figures["shifts"] == {"loss": 2}


def test_a_draft_with_problems_is_not_simulated(author: Actor, draft: Draft) -> None:
    words = selectors.newest(author, draft.pk).text.replace('role == "leader"', 'rol == "leader"', 1)
    services.change_text(actor=author, seen=Seen(draft.pk, 1), text=words)
    with pytest.raises(InputError) as caught:
        simulated(author, draft)
    assert caught.value.code == "studio.not-usable"


@pytest.mark.parametrize("name", ["330300/talent-class/1999", "330300/none/2025"])
def test_what_it_is_compared_with_must_be_there(author: Actor, draft: Draft, name: str) -> None:
    with pytest.raises(NotFound):
        simulated(author, draft, against=name)


@pytest.mark.parametrize("name", ["revision:99999", "revision:x"])
def test_a_revision_that_is_not_there_compares_with_nothing(author: Actor, draft: Draft, name: str) -> None:
    with pytest.raises(InputError):
        simulated(author, draft, against=name)
    with pytest.raises(NotFound):
        simulate(actor=author, draft_id=draft.pk + 9, against_name=BASE, as_of=timezone.localdate())


def test_readers_see_simulations_and_start_none(world: World, author: Actor, narrower: Draft) -> None:
    made = simulated(author, narrower)
    county = world.actor(world.county)
    with pytest.raises(Refused):
        simulated(county, narrower)
    assert selectors.simulation_for(county, made.pk).pk == made.pk
    with acting_as(county):
        assert [each.region for each in selectors.rows_of(made, {})] == [HERE]
    with acting_as(world.actor(world.worker)):
        assert [each.person_id for each in SimulationRow.objects.order_by("pk")] == [world.people[0].pk]
    with pytest.raises(NotFound):
        selectors.simulation_for(county, made.pk + 9)


def test_the_rows_are_narrowed(author: Actor, narrower: Draft) -> None:
    made = simulated(author, narrower)
    counts = [
        ({}, 2), ({"shift": "loss,down"}, 2), ({"shift": "gain"}, 0), ({"region": HERE}, 1), ({"cause": "E-02"}, 2),
        ({"new_value": ""}, 2), ({"old_value": "D"}, 0), ({"other": "x"}, 2),
    ]  # fmt: skip
    for wanted, count in counts:
        assert selectors.rows_of(made, wanted).count() == count, wanted


def test_the_notice_hides_names_and_numbers_and_is_in_the_audit(world: World, author: Actor, narrower: Draft) -> None:
    made = simulated(author, narrower)
    content = export(actor=author, simulation=made, wanted={}, kind="csv", language="zh")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["序号", "姓名", "证件号码", "县(市、区)", "类别", "依据条款"]
    assert rows[1][:2] == ["1", "王*0"]
    assert "•" in rows[1][2]
    assert len(rows) == 3
    book = load_workbook(io.BytesIO(export(actor=author, simulation=made, wanted={}, kind="xlsx", language="en")))
    assert [cell.value for cell in book.worksheets[0][1]][1] == "Name"
    assert book.worksheets[0]["B2"].value == "王*0"
    assert Entry.objects.filter(act="policy.notice-exported").count() == 2
    assert Entry.objects.filter(act="notice", person_id=world.people[0].pk).count() == 2
    with pytest.raises(InputError):
        export(actor=author, simulation=made, wanted={}, kind="pdf", language="zh")


def test_a_notice_has_an_end(author: Actor, narrower: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillcity.policy.studio.notice.MOST_ROWS", 1)
    with pytest.raises(InputError) as caught:
        export(actor=author, simulation=simulated(author, narrower), wanted={}, kind="csv", language="zh")
    assert caught.value.code == "studio.too-many"


@pytest.mark.parametrize(
    ("name", "masked"),
    [("王小明", "王*明"), ("王明", "王*"), ("王", "*"), ("", "*"), ("欧阳示例人", "欧***人"), ("Anna Li", "A***i")],
)
def test_a_name_is_masked(name: str, masked: str) -> None:
    assert masked_name(name) == masked


def test_nothing_in_a_notice_is_a_formula() -> None:
    evil = [["=1+1", "@x", "+1", "-1", "＝1"]]
    assert b"'=1+1,'@x,'+1,'-1," in comma_separated(["a"] * 5, evil)
    book = load_workbook(io.BytesIO(workbook(["a"] * 5, evil)))
    assert [cell.data_type for cell in book.worksheets[0][2]] == ["s"] * 5


def certify(person: Person, level: str, occupation: str, since: int, until: int | None = None) -> None:
    attributes = {"level": level, "occupation": occupation, "occupation_name": "示例", "number": f"{level}{since}",
                  "issuer": "示例", "basis": "exam"}  # fmt: skip
    end = date(until, 1, 1) if until else None
    record_facts(actor=SYSTEM, facts=[NewFact(person.pk, "certificate", date(since, 1, 1), end, attributes, "test")])


def test_the_trade_is_that_of_the_highest_certificate_that_holds(world: World) -> None:
    first, second = world.people[:2]
    for level, occupation, since in (("senior", "6-18-02-04", 2020), ("technician", "6-20-05-01", 2019)):
        certify(first, level, occupation, since)
    certify(first, "technician", "6-20-05-08", 2021)
    assert trades([first.pk, second.pk], date(2025, 1, 1)) == {first.pk: ("6-20-05-08", "technician")}
    assert trades([first.pk], date(2019, 6, 1)) == {first.pk: ("6-20-05-01", "technician")}


def test_a_persons_row_says_what_the_interpreter_is_told(world: World) -> None:
    person, other = world.people[:2]
    facts = [
        ("residence", date(2020, 1, 1), None, {"region": "330303", "basis": "household"}),
        ("residence", date(2021, 1, 1), None, {"region": "330304", "basis": "household"}),
        ("residence", date(2022, 1, 1), date(2023, 1, 1), {"region": "330305", "basis": "household"}),
        ("group", date(2020, 1, 1), None, {"group": "disabled"}),
        ("insurance", date(2024, 1, 1), date(2024, 6, 30), {"scheme": "unemployment"}),
    ]
    record_facts(actor=SYSTEM, facts=[NewFact(person.pk, *each, "test") for each in facts])
    as_of = date(2025, 1, 1)
    columns = ("registered_in", "groups", "insurance_months", "birth_date")
    (chunk,) = chunks([person.pk, other.pk], as_of, fields=[("studio", "role")], columns=columns)
    rows = {row["id"]: row for row in chunk.persons.to_pylist()}
    for each in gather([person.pk, other.pk], as_of):
        row, asked = rows[each.person.id], each.person
        assert row["registered_in"] == asked.registered_in
        assert frozenset(row["groups"]) == asked.groups
        assert (row["insurance_months"], row["birth_date"]) == (asked.insurance_months, asked.birth_date)
    assert chunk.facts[0].column("role").to_pylist().count("leader") == 2
    assert list(chunks([], as_of, fields=[], columns=())) == []
    (nothing,) = chunks([person.pk], as_of, fields=[("honour", "title")], columns=())
    assert nothing.facts[0].column("kind").to_pylist() == [None]
    assert list(chunks([0], as_of, fields=[("honour", "title")], columns=())) == []


def test_the_batch_says_what_the_interpreter_says(world: World, author: Actor, draft: Draft) -> None:
    chance = random.Random(5)
    people = [make_person(at, HERE) for at in range(4, 40)]
    for person in people:
        if chance.random() < 0.5:
            attributes = {
                **STUDIO,
                "role": chance.choice(["leader", "member"]),
                "tier": chance.choice(["city", "county"]),
            }
            lead(person, attributes | {"issuer_kind": chance.choice(["hrss", "union"])})
        if chance.random() < 0.5:
            certify(person, chance.choice(["senior", "technician", "senior_technician"]), "6-18-02-04", 2020)
    services.change_entry(actor=author, seen=Seen(draft.pk, 1), key="clauses", at=11, changes={"when": NARROWER})
    services.remove_entry(actor=author, seen=Seen(draft.pk, 2), key="clauses", at=14)
    made = simulated(author, draft)
    today = timezone.localdate()
    old, new = selectors.against(made), selectors.checked(made.revision).catalogue
    assert old is not None
    assert new is not None
    wanted = {}
    for each in gather(people_of(Simulation()), today):
        one, two = (classify(as_if_in_force(side), each.person, today) for side in (old, new))
        if (one.value, one.clause) != (two.value, two.clause):
            wanted[each.person.id] = (one.value or "", two.value or "", one.clause or "", two.clause or "")
    rows = SimulationRow.objects.filter(simulation=made).order_by("pk")
    found = rows.values_list("person_id", "old_value", "new_value", "old_clause", "new_clause")
    assert {row[0]: row[1:] for row in found} == wanted
    assert len(wanted) > 5
