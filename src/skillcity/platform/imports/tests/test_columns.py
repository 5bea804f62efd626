from __future__ import annotations

import datetime as dt

import pytest

from skillcity.kernel.errors import InputError
from skillcity.kernel.money import Fen
from skillcity.kernel.region_code import RegionCode
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text
from skillcity.platform.imports import columns

KIND = columns.choice({"worker": "w", "工人": "w", "teacher": "t"}, main=("worker", "teacher"))
CODE = columns.code(r"[0-9]-[0-9]{2}-[0-9]{2}", Text("0-00-00", "0-00-00"))


@pytest.mark.parametrize(
    ("parse", "words", "value"),
    [
        (columns.text(5), "张\n 三", "张 三"),
        (columns.long_text(), "a\r\nb\rc", "a\nb\nc"),
        (columns.integer, "１,２３４", 1234),
        (columns.integer, "-12.0", -12),
        (columns.integer_between(1, 3), "3", 3),
        (columns.date, "2024年5月1日", dt.date(2024, 5, 1)),
        (columns.date, "2024-05-01 00:00:00", dt.date(2024, 5, 1)),
        (columns.end_date, "长期", None),
        (columns.end_date, "20240501", dt.date(2024, 5, 1)),
        (columns.yes_no, "是", True),
        (columns.yes_no, "FALSE", False),
        (KIND, " Worker", "w"),
        (KIND, "工人", "w"),
        (CODE, "４-04-05", "4-04-05"),
        (columns.phone, "+86 138-0013-8000", "13800138000"),
        (columns.phone, "0577-88888888", "057788888888"),
        (columns.fen, "12.5", Fen(1250)),
        (columns.region_code, "330302", RegionCode("330302")),
        (columns.skill_level, "三级/高级工", SkillLevel.SENIOR),
    ],
)
def test_usual_words_are_read(parse: columns.Format, words: str, value: object) -> None:
    assert parse(words) == value
    assert parse.note.zh
    assert parse.note.en


@pytest.mark.parametrize(
    ("parse", "words", "code"),
    [
        (columns.text(3), "四个字呀", "imports.too-long"),
        (columns.integer, "1.5", "imports.not-a-number"),
        (columns.integer, "1,23", "imports.not-a-number"),
        (columns.integer, "9" * 20, "imports.out-of-range"),
        (columns.date, "五月一日", "date.unreadable"),
        (columns.yes_no, "也许", "imports.not-a-choice"),
        (CODE, "4-4-5", "imports.not-a-code"),
        (columns.phone, "12", "imports.not-a-phone"),
        (columns.id_number, "123", "id-number.form"),
    ],
)
def test_other_words_are_refused_in_both_languages(parse: columns.Format, words: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse(words)
    assert caught.value.code.split(".")[0] == code.split(".")[0]
    assert caught.value.text.zh
    assert caught.value.text.en


def test_a_wrong_choice_is_told_what_was_perhaps_meant() -> None:
    with pytest.raises(InputError, match="worker") as caught:
        KIND("wroker")
    assert "teacher" not in caught.value.text.en
    with pytest.raises(InputError, match="worker, teacher"):
        KIND("完全不同")


def test_a_code_that_became_a_date_is_recognised() -> None:
    with pytest.raises(InputError, match="turned the code into a date"):
        CODE("2005-04-04 00:00:00")
    with pytest.raises(InputError, match="leading zeros"):
        CODE("404")
