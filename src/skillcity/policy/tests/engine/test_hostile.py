"""Files made to break the reader: each is refused in words, at its place, with what to do, by both entrances."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from skillcity.policy.engine import PolicyError, check, load_cases, read
from skillcity.policy.engine.located import MAX_SIZE, MAX_VALUES
from skillcity.policy.engine.reading import MAX_PROBLEMS
from skillcity.policy.tests.engine.refusing import ONE, SOUND, changed, in_file, in_words, told
from skillcity.policy.tests.engine.samples import SCHEMA, SET, catalogue, catalogue_text

WHOLE = [
    ("", "1:1 policy.yaml"),
    ("# only words\n\n# and more\n", "1:1 policy.yaml"),
    ("---\n...\n", "2:1 policy.wrong-type"),
    ("- a\n- b\n", "1:1 policy.wrong-type"),
    ("just words", "1:1 policy.wrong-type"),
    ("null", "1:1 policy.wrong-type"),
    ("[" * 1_000 + "]" * 1_000, "1:14 policy.yaml"),
    ("- " * 1_000, "1:27 policy.yaml"),
    ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "1:4 policy.yaml"),
    ("a: *a\n", "1:4 policy.yaml"),
    ("a: !!python/object/apply:os.system [id]\n", "1:4 policy.yaml"),
    ("!!map {a: 1}\n", "1:1 policy.yaml"),
    ("%TAG ! tag:x,2000:\n---\na: !b 1\n", "3:4 policy.yaml"),
    ("%YAML " + "9" * 5_000 + ".1\n---\na: 1\n", "1:1 policy.yaml"),
    ('a: "\\U99999999"\n', "1:1 policy.yaml"),
    ('a: "\\ud800"\n', "1:4 policy.yaml"),
    ('a: "\\0"\n', "1:4 policy.yaml"),
    ('"\\e[2J": 1\n', "1:1 policy.yaml"),
    ("a: \x00\n", "1:4 policy.yaml"),
    ("a: 1\nb: \u202e1\n", "2:4 policy.yaml"),
    ("a: 1 # \u2067\n", "1:8 policy.yaml"),
    ("\u200ba: 1\n", "1:1 policy.yaml"),
    ("a: \u3164\n", "1:4 policy.yaml"),
    ("a: \ufffe\n", "1:4 policy.yaml"),
    ("\ta: 1\n", "1:1 policy.yaml"),
    ("a: 1\na: 2\n", "2:1 policy.yaml"),
    ("? [a]\n: 1\n", "1:3 policy.yaml"),
    ("a: 'x\n", "2:1 policy.yaml"),
    ("a: 1\n---\nb: 2\n", "2:1 policy.yaml"),
    ("a: '" + "x" * MAX_SIZE + "'", "1:1 policy.yaml"),
    ("a: '" + "焊" * (MAX_SIZE // 3) + "'", "1:1 policy.yaml"),
    ("- a\n" * MAX_VALUES, f"{MAX_VALUES}:3 policy.yaml"),
]


@pytest.mark.parametrize(("text", "first"), WHOLE, ids=[repr(text[:20]) for text, _ in WHOLE])
def test_a_file_that_is_no_catalogue_is_refused(text: str, first: str, tmp_path: Path) -> None:
    assert told(text)[0] == first
    assert in_file(tmp_path, text.encode())[0] in (first, "1:1 policy.unreadable")


@pytest.mark.parametrize("text", ["a: \ud800\n", "\udfff", "a: 1\udc00"])
def test_a_lone_surrogate_is_refused(text: str) -> None:
    assert told(text)[0].endswith("policy.yaml")


def test_a_mark_of_byte_order_and_other_line_ends_change_nothing(tmp_path: Path) -> None:
    for text in (SOUND, "\ufeff" + SOUND, SOUND.replace("\n", "\r\n"), "%YAML 1.1\n---\n" + SOUND):
        assert told(text) == in_file(tmp_path, text.encode()) == []
    wrong = SOUND.replace("any(certificate)", "any(certificat)").replace("\n", "\r\n")
    assert told(wrong) == in_file(tmp_path, wrong.encode()) == ["15:11 policy.unknown-name"]


@pytest.mark.parametrize(
    "content", [b"\xff\xfea\x00", SOUND.encode("utf-16"), SOUND.encode("gb18030"), b"a: \xed\xa0\x80"]
)
def test_a_file_in_another_encoding_is_refused(content: bytes, tmp_path: Path) -> None:
    assert in_file(tmp_path, content) == ["1:1 policy.unreadable"]


def test_only_an_ordinary_file_is_opened(tmp_path: Path) -> None:
    """A pipe would be waited for, a device never ends."""
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "round.yaml").symlink_to(tmp_path / "round.yaml")
    (tmp_path / "large.yaml").write_bytes(b"#" * (MAX_SIZE + 1))
    names = [
        "pipe.yaml",
        "folder.yaml",
        "round.yaml",
        "large.yaml",
        "absent.yaml",
        "x" * 300,
        "nul\0.yaml",
        "bad\udcff",
    ]
    paths = [*(tmp_path / name for name in names), Path("/dev/zero"), Path("/dev/null")]
    for path in paths:
        (problem,) = check([path], SCHEMA)
        assert in_words(problem) == "1:1 policy.unreadable"
        with pytest.raises(PolicyError) as caught:
            load_cases(path, catalogue(ONE))
        assert caught.value.code == "policy.unreadable"


def test_ten_thousand_clauses_are_refused(tmp_path: Path) -> None:
    many = catalogue_text(*(f"c{number} A in-force: age > {number}" for number in range(10_000)))
    assert told(many) == ["1:1 policy.yaml"]
    assert in_file(tmp_path, many.encode()) == ["1:1 policy.unreadable"]
    assert told(catalogue_text() + "- {}\n" * 10_000) == ["9:1 policy.too-big"]


def test_not_every_one_of_very_many_problems_is_told() -> None:
    assert len(told(catalogue_text(*(f"c{number} D in-force: age > 1" for number in range(500))))) == MAX_PROBLEMS
    keys = "".join(f"key{number}: 1\n" for number in range(5_000))
    assert [each.split()[1] for each in told(keys)] == ["policy.unknown-key"] * 10 + ["policy.missing-key"] * 5


def test_a_long_word_is_cut_in_the_message() -> None:
    for new in ("gives: " + "A" * 100_000, "gives: |\n      " + "A\n      " * 1_000):
        assert changed("gives: A", new) == ["10:12 policy.unknown-name"]
    assert changed("catalogue: trial", f"? {'k' * 10_000}\n: 1\ncatalogue: trial") == ["1:3 policy.unknown-key"]


VALUES = [
    ("catalogue: trial", "catalogue: ../trial", "1:12 policy.refused"),
    ("catalogue: trial", "catalogue: triаl", "1:12 policy.refused"),
    ('edition: "1"', "edition: １", "3:10 policy.refused"),
    ('edition: "1"', "edition: 2025/7", "3:10 policy.refused"),
    ('region: "330300"', "region: ３３０３００", "2:9 policy.wrong-type"),
    ('region: "330300"', "region: 3303", "2:9 policy.wrong-type"),
    ('region: "330300"', "region: -33030", "2:9 policy.wrong-type"),
    ("from: 2025-01-01", "from: 2025-02-29", "6:18 policy.wrong-type"),
    ("from: 2025-01-01", "from: 0000-01-01", "6:18 policy.wrong-type"),
    ("from: 2025-01-01", "from: 10000-01-01", "6:18 policy.wrong-type"),
    ("from: 2025-01-01", "from: ２０２５-01-01", "6:18 policy.wrong-type"),
    ("from: 2025-01-01", "from: [2025-01-01]", "6:18 policy.wrong-type"),
    ("clauses:", "сlauses:", "8:1 policy.unknown-key"),
    ("clauses:", "Clauses:", "8:1 policy.unknown-key"),
    ("clauses:", "<<:", "8:1 policy.unknown-key"),
    ("id: a", "id: a b", "9:9 policy.wrong-type"),
    ("id: a", f"id: {'a' * 61}", "9:9 policy.wrong-type"),
    ("gives: A", "gives: Ａ", "10:12 policy.unknown-name"),
    ("gives: A", "gives: {}", "10:12 policy.wrong-type"),
    ("status: in-force", "status: in‐force", "13:13 policy.unknown-name"),
    ("status: in-force", "status: true", "13:13 policy.unknown-name"),
    ("status: in-force", "near: {since: 1}\n    status: in-force", "13:19 policy.wrong-type"),
    ("status: in-force", "near: {age: 1}\n    status: in-force", "13:12 policy.unknown-key"),
    ("status: in-force", "near: {level: -1}\n    status: in-force", "13:19 policy.wrong-type"),
    ("order: [A, B, C]", "order: A", "5:31 policy.wrong-type"),
    ("order: [A, B, C]", f"order: [{', '.join(f'c{number}' for number in range(101))}]", "5:31 policy.duplicate"),
    ("{short: sets/short.yaml}", "[short]", "7:7 policy.wrong-type"),
]


@pytest.mark.parametrize(("old", "new", "wanted"), VALUES)
def test_a_value_that_cannot_stand_there_is_refused(old: str, new: str, wanted: str) -> None:
    assert wanted in changed(old, new)


def test_a_letter_that_looks_like_another_is_named() -> None:
    _, problems = read(SOUND.replace("clauses:", "сlauses:"), SCHEMA, file="f", open_set=lambda path: SET)
    assert "U+0441" in str(problems[0])
    _, problems = read(SOUND.replace("any(", "any（"), SCHEMA, file="f", open_set=lambda path: SET)
    assert "半角“(”" in str(problems[0])
    assert "plain (" in str(problems[0])


def test_a_name_unlike_all_of_very_many_lists_the_first() -> None:
    order = ", ".join(f"c{number}" for number in range(100))
    text = SOUND.replace("[A, B, C]", f"[{order}]").replace(", labels: {A: {zh: 甲, en: first}}", "")
    _, problems = read(text.replace("gives: A", "gives: c1x"), SCHEMA, file="f", open_set=lambda path: SET)
    assert 'Did you mean "c1"' in str(problems[0])
