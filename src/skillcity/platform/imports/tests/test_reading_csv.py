from __future__ import annotations

from pathlib import Path

import pytest

from skillcity.kernel.errors import InputError
from skillcity.platform.imports.engine.cells import half_width, neutralise, trim
from skillcity.platform.imports.engine.limits import Limits
from skillcity.platform.imports.engine.read import read_sheets

WORDS = "姓名,代码\n张三,330302\n"


def rows(path: Path, content: bytes, limits: Limits | None = None) -> list[list[str]]:
    path.write_bytes(content)
    (sheet,) = read_sheets(path, limits or Limits())
    return [list(row) for row in sheet.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    assert rows(tmp_path / "a.csv", WORDS.encode(encoding)) == [["姓名", "代码"], ["张三", "330302"]]


def test_bytes_of_no_known_encoding_are_refused(tmp_path: Path) -> None:
    for content in (b"\xff\xfe\x00\xd8", b"a,b\n\xff\xff\xff\n"):
        with pytest.raises(InputError, match=r"imports\.encoding"):
            rows(tmp_path / "a.csv", content)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    content = f'a{separator}b\n"1,2;3\t4"{separator}5\n'.encode()
    assert rows(tmp_path / "a.csv", content)[1] == ["1,2;3\t4", "5"]


def test_one_column_needs_no_separator(tmp_path: Path) -> None:
    assert rows(tmp_path / "a.csv", b"a\n1\n") == [["a"], ["1"]]


def test_a_declared_separator_counts_and_its_line_keeps_its_number(tmp_path: Path) -> None:
    assert rows(tmp_path / "a.csv", b"sep=;\r\na;b\r\n1,2;3\r\n") == [["", ""], ["a", "b"], ["1,2", "3"]]
    assert rows(tmp_path / "b.csv", b"sep=|\na|b\n")[1] == ["a|b"], "only ours are followed"


def test_line_breaks_inside_quotation_marks_and_short_rows(tmp_path: Path) -> None:
    assert rows(tmp_path / "a.csv", b'a,b,c\n"1\n2",3\n') == [["a", "b", "c"], ["1\n2", "3", ""]]


@pytest.mark.parametrize("content", [b'a,b\n"1,2\n', b'a,b\n"1"x,2\n', b"a,b\n" + b"x" * 1_100_000])
def test_unbalanced_quotes_and_endless_cells_are_explained(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=r"imports\.quotes"):
        rows(tmp_path / "a.csv", content)


def test_too_many_rows_or_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"imports\.too-large"):
        rows(tmp_path / "a.csv", b"a\n" * 11, Limits(rows=10))
    with pytest.raises(InputError, match=r"imports\.too-large"):
        rows(tmp_path / "a.csv", b"a,b,c\n", Limits(columns=2))


def test_outer_spaces_of_every_kind_are_cut_off() -> None:
    assert trim(" \u3000\ufeff张 三\u00a0\u200b\t") == "张 三"
    assert trim(None) == trim("") == trim(" ") == ""


@pytest.mark.parametrize("words", ["=1+1", "+86", "-5", "@a", "\tx", "\rx", "＝1"])
def test_a_formula_is_neutralised_and_read_back_as_it_was(words: str) -> None:
    assert neutralise(words) == "'" + words
    assert trim(neutralise(words)) == trim(words)


def test_other_words_are_left_alone() -> None:
    assert [neutralise(words) for words in ("", "a=b", "'x", "张三")] == ["", "a=b", "'x", "张三"]
    assert trim("'x") == "'x"
    assert trim("'") == "'"


def test_full_width_becomes_half_width_and_chinese_stays() -> None:
    assert half_width("１２Ａ－张　（三）") == "12A-张 (三)"
    assert half_width("abc") == "abc"
