"""Two texts side by side: what was added, removed and changed, in words."""

from __future__ import annotations

from datetime import date

from skillcity.kernel.text import Text
from skillcity.policy.engine.catalogue import InForce
from skillcity.policy.studio.engine.comparing import NONE, compare, span
from skillcity.policy.studio.engine.editing import add_item, remove_item, set_item, set_values
from skillcity.policy.studio.tests.engine.samples import TEXT, catalogue

SET = "set: few\nlabel: {zh: 名单, en: few}\nedition: x\nstatus: in-force\nsource: {title: x, confidence: official}\n"
OLD_SET, NEW_SET = SET + "members: [6-18-02-04]\n", SET + "members: [6-18-02-04, 6-20-05-01]\n"


def test_the_same_text_differs_in_nothing() -> None:
    found = compare(catalogue(), catalogue())
    assert (found.clauses, found.same, found.others) == ((), 2, ())


def test_a_changed_condition_is_told_in_words() -> None:
    new = catalogue(set_item(TEXT, "clauses", 0, {"when": 'any(studio, role == "member")'}))
    (change,) = compare(catalogue(), new).of_kind("changed")
    (part,) = change.changes
    assert change.id == "E-01"
    assert ("领办人" in part.old.zh, "成员" in part.new.zh) == (True, True)
    assert change.text == Text("领办人", "leader")


def test_every_part_of_a_clause_is_compared() -> None:
    changes = {
        "gives": "A",
        "text": {"zh": "甲", "en": "a"},
        "cite": {"document": "别的", "item": "一", "confidence": "press", "date": "2025-01-01", "url": "http://x"},
        "status": "illustrative",
        "in_force": {"from": "2026-01-01", "to": ""},
        "near": None,
        "data_gap": {"zh": "缺", "en": "gap"},
        "impact": None,
    }
    (change,) = compare(catalogue(), catalogue(set_item(TEXT, "clauses", 0, changes))).clauses
    assert len(change.changes) == 8
    assert {each.label.en for each in change.changes if NONE in (each.old, each.new)} == {
        "Near misses",
        "Data gap",
        "Impact",
    }


def test_added_and_removed_clauses_and_another_order() -> None:
    item = {"id": "F-02", "gives": "F", "text": {"zh": "甲", "en": "a"}, "when": "age >= 18", "status": "in-force",
            "cite": {"document": "目录", "confidence": "official"}}  # fmt: skip
    old, new = catalogue(), catalogue(remove_item(add_item(TEXT, "clauses", 1, item), "clauses", 0))
    found = compare(old, new)
    assert [(each.id, each.kind, each.text.zh) for each in found.clauses] == [
        ("F-02", "added", "甲"),
        ("E-01", "removed", "领办人"),
    ]
    turned = catalogue(add_item(remove_item(TEXT, "clauses", 0), "clauses", 0, item | {"id": "E-01"}))
    assert "Order" in {each.label.en for each in compare(old, turned).others}


def test_title_classes_and_sets_are_compared_too() -> None:
    old_text = set_values(TEXT, {"sets": {"few": "few.yaml"}})
    old = catalogue(old_text, {"few.yaml": OLD_SET})
    new = catalogue(set_values(old_text, {"title": {"zh": "新", "en": "new"}}), {"few.yaml": NEW_SET})
    assert {each.label.en for each in compare(old, new).others} == {"Title", 'Set "few"'}
    assert {each.label.en for each in compare(catalogue(), old).others} == {'Set "few"'}


def test_other_codes_under_the_same_words_are_shown_as_they_are() -> None:
    text = set_values(TEXT, {"names": {"x": {"zh": "甲", "en": "a"}, "y": {"zh": "甲", "en": "a"}}})
    old = catalogue(set_item(text, "clauses", 0, {"when": 'any(honour, title == "x")'}))
    new = catalogue(set_item(text, "clauses", 0, {"when": 'any(honour, title == "y")'}))
    (change,) = compare(old, new).clauses
    assert "'x'" in change.changes[0].old.zh


def test_days_in_words() -> None:
    assert span(None).en == "as the catalogue"
    assert span(InForce(date(2025, 1, 1), None)) == Text("2025-01-01至长期", "2025-01-01 to open")


BENEFIT = {
    "id": "b-1", "text": {"zh": "补贴", "en": "benefit"}, "cite": {"document": "目录", "confidence": "official"},
    "status": "in-force", "measure": "payment", "when": "age >= 18", "each": "certificate",
    "where": 'level >= "senior"', "amount": "by_level(senior=1500, technician=2000)",
}  # fmt: skip


def with_benefit(**changes: object) -> str:
    benefit = {key: value for key, value in (BENEFIT | changes).items() if value is not None}
    return set_values(TEXT, {"benefits": [benefit]})


def test_benefits_are_compared_like_clauses() -> None:
    old = catalogue(with_benefit())
    new = catalogue(
        with_benefit(amount="min(3000, sum(1000, 500))", when=None, exclusive="x", where='level >= "technician"')
    )
    (change,) = compare(old, new).clauses
    assert (change.id, change.kind, change.words) == ("b-1", "changed", None)
    told = {each.label.en: (each.old.en, each.new.en) for each in change.changes}
    assert told["Amount"] == ("payment: senior 1500, technician 2000", "payment: min(3000; sum(1000; 500))")
    assert told["Condition"][1] == "none"
    assert told["Caps and exclusions"] == ("none", "'x'")
    assert "For each fact" in told
    assert compare(catalogue(), old).clauses[0].kind == "added"


def test_amounts_by_class_and_by_number() -> None:
    by_class = catalogue(with_benefit(each=None, where=None, amount="by_class(E=500)"))
    by_hours = catalogue(with_benefit(each="training", where=None, amount="10 * hours"))
    told = {each.label.en: each for each in compare(by_class, by_hours).clauses[0].changes}
    assert (told["Amount"].old.en, told["Amount"].new.en) == ("payment: E 500", "payment: 10 × hours")
