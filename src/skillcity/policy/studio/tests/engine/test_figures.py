"""Counting what changes for whom, and because of which clause."""

from __future__ import annotations

import pytest

from skillcity.policy.studio.engine.editing import set_item, set_values
from skillcity.policy.studio.engine.figures import Judged, Side, Tally, cause_of, shift_of
from skillcity.policy.studio.tests.engine.samples import TEXT, catalogue

ORDER = ("A", "E", "F")
NOBODY = Side()
RIGHTS = TEXT.replace("kind: class", "kind: rights").replace("take: highest", "take: all")


@pytest.mark.parametrize(
    ("old", "new", "shift"),
    [
        (NOBODY, NOBODY, None),
        (NOBODY, Side("E", "E-01"), "gain"),
        (Side("E", "E-01"), NOBODY, "loss"),
        (Side("F", "F-01"), Side("A", "A-01"), "up"),
        (Side("A", "A-01"), Side("F", "F-01"), "down"),
        (Side("E", "E-01"), Side("X", "X-01"), "down"),
        (Side("E", "E-01"), Side("E", "E-02"), "clause"),
        (Side("E", "E-01"), Side("E", "E-01"), None),
        (Side(amounts=(("b", 1),)), Side(amounts=(("b", 2),)), "money"),
    ],
)
def test_a_person_moves_so(old: Side, new: Side, shift: str | None) -> None:
    assert shift_of(old, new, ORDER, every=False) == shift


@pytest.mark.parametrize(
    ("old", "new", "shift"),
    [("", "x", "gain"), ("x,y", "x", "loss"), ("x", "y", "other"), ("x", "x", None)],
)
def test_rights_come_and_go(old: str, new: str, shift: str | None) -> None:
    assert shift_of(Side(old), Side(new), ORDER, every=True) == shift


def test_the_cause_is_the_new_clause_for_who_gains_and_the_old_one_for_who_loses() -> None:
    old, new = Side("E", "E-01", amounts=(("a", 5), ("b", 1))), Side("F", "F-01", amounts=(("b", 2),))
    shifts = ("loss", "down", "gain", "up", "clause", "money")
    gone = [cause_of(each, old, new, kept=False) for each in shifts]
    assert gone == ["E-01", "E-01", "F-01", "F-01", "E-01", "a"]
    assert cause_of("clause", old, new, kept=True) == "F-01"


def test_the_figures_add_up() -> None:
    tally = Tally(catalogue(), catalogue(set_item(TEXT, "clauses", 0, {"gives": "A"})))
    people = [
        (Side("E", "E-01"), Side("A", "E-01")),
        (Side("F", "F-01"), NOBODY),
        (NOBODY, NOBODY),
        (Side("E", "E-01"), Side("E", "E-01", amounts=(("b", 700),))),
    ]
    moved = [tally.add(Judged(at, "330302", "6-18", "senior", *sides)) for at, sides in enumerate(people)]
    assert [each.shift if each else None for each in moved] == ["up", "loss", None, "money"]
    tally.stay("F", 2)
    tally.pay(1, "b", 1, 700)
    tally.pay(0, "c", 0, 0)
    tally.open[0] += 1
    figures = tally.figures()
    assert figures["people"] == 6
    assert figures["open"] == [1, 0]
    assert figures["classes"] == [["A", 0, 1], ["E", 2, 1], ["F", 3, 2], ["", 1, 2]]
    assert figures["moves"] == [["E", "A", 1], ["F", "", 1]]
    assert figures["shifts"] == {"up": 1, "loss": 1, "money": 1}
    assert figures["region"] == {"330302": {"up": 1, "loss": 1, "money": 1}}
    assert figures["cause"] == {"E-01": {"up": 1}, "F-01": {"loss": 1}, "b": {"money": 1}}
    assert figures["benefits"] == {"b": [0, 1, 0, 700]}
    assert set(figures["clauses"]) == {"E-01", "F-01"}
    assert figures["labels"]["A"] == ["A类(顶尖)", "class A (top)"]


def test_rights_are_counted_by_what_each_person_holds() -> None:
    rights = catalogue(RIGHTS)
    tally = Tally(rights, rights)
    tally.add(Judged(1, "x", "", "", Side("E"), Side("E,F")))
    figures = tally.figures()
    assert figures["every"] is True
    assert figures["classes"] == [["E", 1, 0], ["E,F", 0, 1]]
    assert figures["labels"]["E,F"] == ["E、F", "E, F"]


def test_a_class_that_only_the_old_text_has_keeps_its_words() -> None:
    new = set_values(set_item(set_item(TEXT, "clauses", 0, {"gives": "F"}), "clauses", 1, {"gives": "F"}),
                     {"outcome": {"kind": "class", "order": ["F"], "take": "highest"}})  # fmt: skip
    tally = Tally(catalogue(), catalogue(new))
    tally.add(Judged(1, "x", "", "", Side("A", "E-01"), Side("F", "F-01")))
    assert tally.figures()["labels"]["A"] == ["A类(顶尖)", "class A (top)"]


def test_a_side_sums_its_money() -> None:
    assert Side(amounts=(("a", 3), ("b", 4))).amount == 7
