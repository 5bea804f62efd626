"""A form changes the lines of its clause and no others: comments, order and layout stay."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillcity.policy.engine import PolicyError
from skillcity.policy.engine.tokens import hidden_at
from skillcity.policy.studio.engine import editing, spans
from skillcity.policy.studio.engine.editing import add_item, copy_item, remove_item, set_item, set_values, values_of
from skillcity.policy.studio.tests.engine.samples import TEXT


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines taken away and those added."""
    found = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    return [each[2:] for each in found if each[0] == "-"], [each[2:] for each in found if each[0] == "+"]


def test_changing_one_value_changes_one_line_and_keeps_its_comment() -> None:
    after = set_item(TEXT, "clauses", 0, {"text": {"zh": "新条文", "en": "new"}})
    assert changed_lines(TEXT, after) == (
        ["    text: {zh: 领办人, en: leader}   # as printed"],
        ["    text: {zh: 新条文, en: new}   # as printed"],
    )


def test_one_language_in_a_table_of_lines_changes_that_line_alone() -> None:
    after = set_item(TEXT, "clauses", 0, {"impact": {"zh": "影响", "en": "other"}})
    assert changed_lines(TEXT, after) == (["      en: impact"], ["      en: other"])


def test_a_key_of_an_inner_table_comes_and_goes() -> None:
    text = TEXT.replace("      en: impact\n", "      en: impact\n      more: x\n")
    after = set_item(text, "clauses", 0, {"impact": {"zh": "影响", "en": "impact"}})
    assert after == TEXT
    whole = set_item(TEXT, "clauses", 0, {"impact": {"other": "x"}})
    assert values_of(whole)["clauses"][0]["impact"] == {"other": "x"}


def test_a_condition_of_several_lines_is_replaced_whole() -> None:
    after = set_item(TEXT, "clauses", 1, {"when": 'any(certificate, level >= "senior")'})
    assert values_of(after)["clauses"][1]["when"] == 'any(certificate, level >= "senior")'
    assert after.endswith("# The end.\n")
    several = set_item(TEXT, "clauses", 0, {"when": 'any(studio,\n  role == "leader")\nand age >= 18'})
    assert changed_lines(TEXT, several)[1] == [
        "    when: >",
        "      any(studio,",
        '      role == "leader")',
        "      and age >= 18",
    ]


def test_new_keys_stand_in_their_usual_order_and_old_ones_can_go() -> None:
    changes = {"near": None, "in_force": {"from": "2026-01-01", "to": ""}, "data_gap": {"zh": "缺", "en": "gap"}}
    after = set_item(TEXT, "clauses", 0, changes)
    keys = list(values_of(after)["clauses"][0])
    assert keys == ["id", "gives", "text", "cite", "status", "in_force", "when", "data_gap", "impact"]
    assert "in_force: {from: 2026-01-01, to: null}" in after


def test_an_unknown_key_goes_behind_all_and_the_first_key_can_be_taken_away() -> None:
    after = set_item(TEXT, "clauses", 1, {"odd": "x"})
    assert list(values_of(after)["clauses"][1])[-1] == "odd"
    without = set_item(TEXT, "clauses", 1, {"id": None})
    assert next(iter(values_of(without)["clauses"][1])) == "gives"


def test_the_only_key_of_an_item_cannot_go() -> None:
    with pytest.raises(PolicyError):
        set_item("clauses:\n  - id: x\n", "clauses", 0, {"id": None})


def test_two_new_keys_at_one_place_keep_their_order() -> None:
    text = "clauses:\n  - id: x\n    when: y"
    after = set_item(text, "clauses", 0, {"status": "in-force", "gives": "E"})
    assert list(values_of(after)["clauses"][0]) == ["id", "gives", "status", "when"]
    last = set_item(text, "clauses", 0, {"near": {"since": "1y"}})
    assert last == "clauses:\n  - id: x\n    when: y\n    near: {since: 1y}\n"


def test_values_of_the_catalogue_itself_change_alike() -> None:
    changes = {"edition": "2026", "supersedes": "2025", "title": {"zh": "新", "en": "new"}}
    after = set_values(TEXT, changes)
    assert changed_lines(TEXT, after) == (
        ['edition: "2025"', "title: {zh: 目录, en: catalogue}"],
        ['edition: "2026"', "title: {zh: 新, en: new}", 'supersedes: "2025"'],
    )
    assert set_values(after, {"supersedes": None}) == after.replace('supersedes: "2025"\n', "")


def test_an_item_is_added_behind_another_and_in_front_of_all() -> None:
    item = {"id": "E-02", "gives": "E", "text": {"zh": "它说：“是”", "en": "it's: so"}}
    for after, at in ((0, 1), (1, 2), (-1, 0)):
        found = add_item(TEXT, "clauses", after, item)
        assert values_of(found)["clauses"][at] == item
        assert changed_lines(TEXT, found)[0] == []
    assert add_item("clauses:\n  - id: x", "clauses", 0, {"id": "y"}) == "clauses:\n  - id: x\n  - id: y\n"


def test_a_list_on_one_line_takes_items_too() -> None:
    assert values_of(add_item("cases: []\n", "cases", -1, {"as_of": "2025-01-01"}))["cases"] == [
        {"as_of": "2025-01-01"}
    ]
    text = "clauses: [{id: x}, {id: y}]\n"
    assert values_of(set_item(text, "clauses", 1, {"id": "z"}))["clauses"] == [{"id": "x"}, {"id": "z"}]
    assert values_of(remove_item(text, "clauses", 0))["clauses"] == [{"id": "y"}]
    with pytest.raises(PolicyError):
        copy_item(text, "clauses", 0, {"id": "z"})
    one = "clauses:\n  - {id: x, gives: E} # kept\n  - id: y\n"
    assert set_item(one, "clauses", 0, {"gives": "F"}) == "clauses:\n  - {id: x, gives: F} # kept\n  - id: y\n"


def test_a_copy_takes_the_comments_inside_along() -> None:
    after = copy_item(TEXT, "clauses", 0, {"id": "E-01-2"})
    assert after.count("# read nowhere") == 2
    assert [each["id"] for each in values_of(after)["clauses"]] == ["E-01", "E-01-2", "F-01"]
    assert changed_lines(TEXT, after)[0] == []
    at_the_end = copy_item("clauses:\n  - id: x", "clauses", 0, {"id": "y"})
    assert values_of(at_the_end)["clauses"] == [{"id": "x"}, {"id": "y"}]


def test_a_removed_item_leaves_the_comments_around_it() -> None:
    after = remove_item(TEXT, "clauses", 0)
    assert [each["id"] for each in values_of(after)["clauses"]] == ["F-01"]
    assert "# The leaders." in after
    assert "# The certificates." in after
    assert "read nowhere" not in after
    assert values_of(remove_item(after, "clauses", 0))["clauses"] == []


def test_a_dash_above_its_item_is_found() -> None:
    text = "clauses:\n  -\n    id: x\n  - # the second\n    id: y\n"
    assert values_of(remove_item(text, "clauses", 1))["clauses"] == [{"id": "x"}]


@pytest.mark.parametrize("text", ["- a\n", "x: 1\n", "clauses: x\n", "clauses:\n  - x\n"])
def test_a_text_without_a_list_of_tables_is_refused(text: str) -> None:
    with pytest.raises(PolicyError):
        set_item(text, "clauses", 0, {"id": "x"})
    with pytest.raises(PolicyError):
        spans.read("- a\n")
    with pytest.raises(PolicyError):
        values_of("just words\n")


def test_what_a_form_cannot_write_is_refused_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "_applied", lambda text, found: text + "odd: 1\n")
    with pytest.raises(PolicyError) as caught:
        set_item(TEXT, "clauses", 0, {"gives": "F"})
    assert caught.value.problems[0].code == "studio.unusual"


def test_an_empty_value_is_filled_and_a_key_that_is_not_there_need_not_go() -> None:
    text = "edition:\nclauses: []\n"
    assert set_values(text, {"edition": "2026", "title": None}) == 'edition: "2026"\nclauses: []\n'


LINE = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\n\r"), max_size=40)
READABLE = LINE.filter(lambda words: hidden_at(words) is None)


@given(READABLE, READABLE)
def test_whatever_is_written_is_read_back_and_every_other_line_stays(zh: str, en: str) -> None:
    words = {"zh": " ".join(zh.split()), "en": " ".join(en.split())}
    after = set_item(TEXT, "clauses", 0, {"text": words, "data_gap": words})
    found = values_of(after)["clauses"]
    assert {key: " ".join(each.split()) for key, each in found[0]["text"].items()} == words
    assert found[1] == values_of(TEXT)["clauses"][1]
    removed, added = changed_lines(TEXT, after)
    assert len(removed) <= 1
    assert len(added) <= 6
