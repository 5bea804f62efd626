"""Every answer has its words in both languages, and the age of the status list is said."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.engine.verifying import Outcome, Verification, read_list, verify
from skillcity.credentials.engine.wording import ADVICE, NO_HOLDER, TITLES, advice, freshness, title
from skillcity.credentials.tests.engine.samples import NOW, PLACE, STATEMENT, TRUST, ask, signed, status_list, unsigned


@pytest.mark.parametrize("outcome", Outcome)
def test_each_answer_has_a_title_and_advice_in_both_languages(outcome: Outcome) -> None:
    for each in (TITLES[outcome], ADVICE[outcome]):
        assert each.zh
        assert each.en
        assert not each.zh.isascii()
        assert each.en.isascii()


def test_suspended_is_not_called_revoked() -> None:
    assert title(ask(signed(), suspended=[PLACE])).en == "Suspended"
    assert title(ask(signed(), revoked=[PLACE])).en == "Revoked"
    assert title(ask(signed(), revoked=[PLACE], suspended=[PLACE])).en == "Revoked"


def test_a_certificate_that_names_nobody_is_no_ones_proof() -> None:
    found = ask(signed())
    assert found.statement is not None
    assert advice(found) == ADVICE[Outcome.GENUINE]
    assert advice(replace(found, statement=replace(found.statement, holder=""))) == NO_HOLDER
    assert advice(ask(signed(replace(STATEMENT, holder="")), revoked=[PLACE])) == ADVICE[Outcome.REVOKED]


def words(hours: int, **changes: Any) -> str:
    found = freshness(replace(ask(signed()), **changes), NOW + timedelta(hours=hours))
    assert found is not None
    return found.en


@pytest.mark.parametrize(
    ("hours", "said"),
    [(-5, "0 hour(s) ago"), (0, "0 hour(s) ago"), (23, "23 hour(s) ago"), (47, "47 hour(s) ago"), (48, "2 days ago")],
)
def test_the_age_of_the_list_is_said(hours: int, said: str) -> None:
    assert said in words(hours)
    assert ("out of date" in words(hours)) == (hours > 24)


def test_what_was_not_checked_is_said() -> None:
    none = freshness(verify(signed(), TRUST, [], NOW), NOW)
    assert none is not None
    assert "not checked" in none.en
    part = freshness(verify(signed(), TRUST, [read_list(status_list(Purpose.REVOKED), TRUST)], NOW), NOW)
    assert part is not None
    assert "0 hour(s) ago" in part.en
    assert part.en.endswith("Part of the status was not checked.")
    assert part.zh.endswith("部分状态未核查。")


@pytest.mark.parametrize("text", ["", json.dumps({**json.loads(signed()), "name": "x"})])
def test_where_the_status_plays_no_part_nothing_is_said_of_it(text: str) -> None:
    assert freshness(ask(text), NOW) is None


def test_a_certificate_without_status_has_nothing_to_be_fresh() -> None:
    bare = {name: value for name, value in unsigned().items() if name != "credentialStatus"}
    assert freshness(Verification(Outcome.GENUINE, "", document=bare), NOW) is None
