"""Dates, money, counts, states, cells and charts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from skillcity.kernel.text import Text
from skillcity.platform.ui.tags.cells import paired, show
from skillcity.platform.ui.tags.charts import bar_chart, shortened
from skillcity.platform.ui.tags.figures import day, minutes, money, number, tag
from skillcity.platform.ui.tags.icons import ICONS, icon
from skillcity.platform.ui.tags.states import STATES


@dataclass
class Sum:
    amount: int


def test_a_day_is_written_for_people_and_for_machines() -> None:
    expected = '<time datetime="2025-07-14">{}</time>'
    assert day(dt.date(2025, 7, 14)) == expected.format("2025年7月14日")
    with translation.override("en"):
        assert day("2025-07-14") == expected.format("2025-07-14")


def test_a_moment_is_shown_in_local_time() -> None:
    moment = dt.datetime(2025, 7, 14, 1, 30, tzinfo=dt.UTC)
    with timezone.override("Asia/Shanghai"):
        assert day(moment) == '<time datetime="2025-07-14T09:30+08:00">2025年7月14日 09:30</time>'
    assert "09:30" in day("2025-07-14T09:30")


def test_no_day_is_a_dash_or_what_was_asked_for() -> None:
    assert day(None) == "—"
    assert day(None, empty=Text("长期", "open")) == "长期"


@pytest.mark.parametrize(
    ("fen", "zh"),
    [(123456789, "1,234,567.89 元"), (5, "0.05 元"), (-150, "−1.50 元"), (Sum(600_000_000), "6,000,000.00 元")],
)
def test_money_is_fen_shown_as_yuan(fen: int | Sum, zh: str) -> None:
    assert zh in money(fen)


def test_money_in_english_and_none() -> None:
    with translation.override("en"):
        assert money(100) == '<data value="100">CNY 1.00</data>'
    assert money(None) == "—"


@pytest.mark.parametrize(("value", "shown"), [(57400, "57,400"), (0.5, "0.5"), (2.0, "2"), (None, "—")])
def test_numbers_have_separators(value: float | None, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize("kind", STATES)
def test_each_state_has_a_word_and_a_sign_beside_its_colour(kind: str) -> None:
    assert STATES[kind].label.zh in tag(kind)
    assert "<svg" in tag(kind)


def test_an_unknown_state_is_shown_under_its_own_name_escaped() -> None:
    assert "&lt;x&gt;" in tag("<x>")
    assert "自定" in tag("done", Text("自定", "own"))


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_hidden_from_screen_readers(name: str) -> None:
    assert 'aria-hidden="true"' in icon(name)
    assert "style" not in icon(name)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "—"),
        ("", "—"),
        (True, "是"),
        (1286, "1,286"),
        (Text("甲", "A"), "甲"),
        ("<b>", "&lt;b&gt;"),
        (Sum(100), '<data value="100">1.00 元</data>'),
        ({"url": "/p/1", "text": "甲"}, '<a href="/p/1">甲</a>'),
        ({"text": "甲", "note": "乙"}, "甲 <small>乙</small>"),
    ],
)
def test_a_cell_is_shown_by_what_it_is(value: object, shown: str) -> None:
    assert show(value) == shown


def test_a_cell_can_be_a_day_or_a_state() -> None:
    assert "<time" in show(dt.date(2025, 1, 1))
    assert "tag-good" in show({"tag": "done"})


def test_a_row_with_a_cell_too_many_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        paired(["a"], [1, 2])


def test_minutes_are_rounded_up() -> None:
    assert minutes(dt.timedelta(seconds=61)) == 2


def chart(rows: list[dict[str, object]]) -> str:
    return Template("{% bar_chart rows title=title unit=unit %}").render(
        Context({"rows": rows, "title": Text("人数", "People"), "unit": Text("人", "people")})
    )


def test_a_chart_has_a_title_a_description_and_a_table_beside_it() -> None:
    page = chart([{"label": Text("鹿城", "Lucheng"), "value": 10}, {"label": "瓯海", "value": 5, "url": "/o"}])
    assert page.count("<title") == page.count("<desc") == page.count("<table") == 1
    assert 'width="100.00%"' in page
    assert 'width="50.00%"' in page
    assert '<a href="/o">瓯海</a>' in page
    assert "最大的是鹿城" in page


def test_a_chart_without_rows_or_with_zeros_still_draws() -> None:
    assert "没有数据" in chart([])
    assert 'width="0.00%"' in chart([{"label": "甲", "value": 0}])


def test_two_charts_on_a_page_have_their_own_ids() -> None:
    rows = [{"label": "甲", "value": 1}]
    assert bar_chart(rows, "a")["id"] != bar_chart(rows, "b")["id"]
    assert bar_chart(rows, "a")["id"] == bar_chart(rows, "a")["id"]


def test_a_long_label_is_cut_by_its_width() -> None:
    assert shortened("鹿城区") == "鹿城区"
    assert shortened("一二三四五六七八九十甲乙丙丁") == "一二三四五六七八九十甲乙…"
    assert len(shortened("a" * 40)) == 26
