"""Folders of editions, and files that cannot be read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from skillcity.policy.engine import (
    PolicyError,
    Problem,
    check,
    check_editions,
    edition,
    in_force_on,
    load,
    load_folder,
)
from skillcity.policy.engine.loading import read
from skillcity.policy.tests.engine.samples import SCHEMA, SET, catalogue, catalogue_text

ONE = "a A in-force: any(certificate)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "short.yaml").write_text(SET, "utf-8")
    (tmp_path / "2.yaml").write_text(catalogue_text(ONE), "utf-8")
    older = catalogue_text(ONE).replace('edition: "1"', 'edition: "0"')
    older = older.replace("from: 2025-01-01, to: 2025-12-31", "from: 2024-01-01, to: 2024-12-31")
    (tmp_path / "9.yaml").write_text(older, "utf-8")
    return tmp_path


def test_the_editions_of_a_folder_come_oldest_first(folder: Path) -> None:
    found = load_folder(folder, SCHEMA)
    assert [one.edition for one in found] == ["0", "1"]
    assert in_force_on(found, date(2024, 7, 1)) is found[0]
    assert in_force_on(found, date(2026, 7, 1)) is None
    assert edition(found, "1") is found[1]
    assert edition(found, "7") is None
    assert check_editions(found) == ()
    assert load(folder / "2.yaml", SCHEMA).sets["short"].members == frozenset({"a", "b"})


def test_one_unsound_file_refuses_the_folder_with_all_problems(folder: Path) -> None:
    (folder / "3.yaml").write_text(catalogue_text("a A in-force: agee > 3", "b B in-force: zzz"), "utf-8")
    with pytest.raises(PolicyError, match="and 1 more") as caught:
        load_folder(folder, SCHEMA)
    assert len(caught.value.problems) == 2
    with pytest.raises(PolicyError):
        load(folder / "3.yaml", SCHEMA)
    assert [problem.code for problem in check(sorted(folder.glob("*.yaml")), SCHEMA)] == ["policy.unknown-name"] * 2


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_bytes(b"\xff\xfe\xfa")
    told: tuple[Problem, ...] = check([tmp_path / "none.yaml", tmp_path / "odd.yaml"], SCHEMA)
    assert [problem.code for problem in told] == ["policy.unreadable"] * 2


def test_editions_leave_no_gap_and_do_not_overlap() -> None:
    def dated(days: str) -> str:
        return f"in_force: {{{days}}}"

    first = catalogue(ONE, head=dated("from: null, to: 2024-06-30"))
    gap = catalogue(ONE, head=dated("from: 2024-08-01, to: 2024-12-31"))
    overlap = catalogue(ONE, head=dated("from: 2024-12-31"))
    last = catalogue(ONE, head=dated("from: 2027-01-01"))
    assert [problem.code for problem in check_editions([last, overlap, gap, first])] == [
        "policy.gap",
        "policy.overlap",
        "policy.overlap",
    ]


def test_a_problem_reads_in_both_languages() -> None:
    _, told = read(catalogue_text("a A in-force: any(certificat)"), SCHEMA, file="f.yaml", open_set=lambda name: SET)
    assert str(told[0]) == (
        "f.yaml:15:11: [policy.unknown-name] 没有“certificat”这种事实。是否想写“certificate”？ / "
        'There is no kind of fact "certificat". Did you mean "certificate"?'
    )
