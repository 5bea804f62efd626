from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from skillcity.kernel.errors import InputError, NotFound, Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.accounts.scope import set_scope
from skillcity.platform.imports.engine.limits import Limits
from skillcity.platform.imports.engine.table import RowProblem
from skillcity.platform.imports.kinds import ImportContext, ImportKind, Row, Taken
from skillcity.platform.imports.models import ImportBatch, ImportFindings
from skillcity.platform.imports.selectors import findings_of
from skillcity.platform.imports.services import check_file, import_file
from skillcity.platform.imports.storage import folder, store, stored_path
from skillcity.platform.imports.taking import NotCounted
from skillcity.platform.imports.tests.conftest import write_csv


def names() -> set[str]:
    return set(Account.objects.order_by("pk").values_list("username", flat=True))


def test_the_good_rows_are_written_and_the_others_are_named(kind: ImportKind, alice: Actor, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    path = write_csv(tmp_path / "a.csv", ["alice", "坏", "one", "", "two"])
    outcome = import_file(actor=alice, kind="test-names", path=path, progress=lambda *step: steps.append(step))
    assert (outcome.rows, outcome.taken, outcome.present, outcome.refused) == (5, 2, 1, 2)
    assert [(problem.number, problem.code) for problem in outcome.problems] == [(3, "test.bad"), (5, "imports.empty")]
    assert {"one", "two"} <= names()
    batch = ImportBatch.objects.get(pk=outcome.batch_id)
    assert (batch.status, batch.account_id, batch.file_name, batch.rows) == ("taken", alice.account_id, "a.csv", 5)
    assert findings_of(batch.pk)[0] == list(outcome.problems)
    assert stored_path(batch.sha256).read_bytes() == path.read_bytes()
    assert steps == [(0, 4), (2, 4), (4, 4)]


def test_a_dry_run_says_the_same_and_leaves_nothing(kind: ImportKind, alice: Actor, tmp_path: Path) -> None:
    before = names()
    outcome = check_file(actor=alice, kind=kind, path=write_csv(tmp_path / "a.csv", ["alice", "坏", "one"]))
    assert (outcome.status, outcome.taken, outcome.present, outcome.refused) == ("checked", 1, 1, 1)
    assert outcome.batch_id is None
    assert names() == before
    assert not ImportBatch.objects.exists()
    assert not list(folder().iterdir())


def test_the_same_content_again_repeats_nothing(kind: ImportKind, alice: Actor, bob: Actor, tmp_path: Path) -> None:
    first = import_file(actor=alice, kind=kind, path=write_csv(tmp_path / "a.csv", ["one", "坏"]))
    Account.objects.filter(username="one").update(username="renamed")
    again = import_file(actor=alice, kind=kind, path=write_csv(tmp_path / "b.csv", ["one", "坏"]))
    assert again.again
    assert (again.batch_id, again.taken, again.problems) == (first.batch_id, first.taken, first.problems)
    assert "one" not in names()
    other = import_file(actor=bob, kind=kind, path=tmp_path / "b.csv")
    assert (other.again, other.taken, other.problems) == (True, 1, ()), "another's cells are not shown"


def test_strict_refuses_the_file_for_one_row(kind: ImportKind, alice: Actor, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ["one", "坏"])
    outcome = import_file(actor=alice, kind=kind, path=path, strict=True)
    assert (outcome.status, outcome.taken, outcome.refused) == ("refused", 0, 1)
    assert "one" not in names()
    assert import_file(actor=alice, kind=kind, path=path).taken == 1, "a refused file may be sent again"


def test_a_file_of_which_no_row_can_be_taken_is_refused(kind: ImportKind, alice: Actor, tmp_path: Path) -> None:
    outcome = import_file(actor=alice, kind=kind, path=write_csv(tmp_path / "a.csv", ["one"], code="x"))
    assert (outcome.status, outcome.refused) == ("refused", 1)


def test_whoever_may_not_import_changes_nothing(kind: ImportKind, charlie: Actor, tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ["one"])
    with pytest.raises(Refused):
        import_file(actor=charlie, kind=kind, path=path)
    with pytest.raises(Refused):
        check_file(actor=charlie, kind=kind, path=path)
    with pytest.raises(NotFound):
        import_file(actor=charlie, kind="no-such", path=path)
    assert "one" not in names()
    assert not ImportBatch.objects.exists()


def test_a_file_without_rows_and_an_unreadable_file_leave_nothing(
    kind: ImportKind, alice: Actor, tmp_path: Path
) -> None:
    (tmp_path / "broken").write_bytes(b"PK..")
    for path in (write_csv(tmp_path / "a.csv", []), tmp_path / "broken", tmp_path / "absent", tmp_path):
        with pytest.raises(InputError):
            import_file(actor=alice, kind=kind, path=path)
    assert not ImportBatch.objects.exists()


def fails(rows: Sequence[Row], context: ImportContext) -> Taken:
    Account.objects.create(username="half", name="half", role="worker")
    raise RuntimeError("in the middle")


def loses(rows: Sequence[Row], context: ImportContext) -> Taken:
    return Taken(1, 0)


def invents(rows: Sequence[Row], context: ImportContext) -> Taken:
    return Taken(len(rows), 0, [RowProblem(99, None, "test.invented", Text("无", "none"))])


@pytest.mark.parametrize(("take", "error"), [(fails, RuntimeError), (loses, NotCounted), (invents, NotCounted)])
def test_a_fault_in_the_middle_leaves_nothing(
    kind: ImportKind, alice: Actor, tmp_path: Path, take: object, error: type[Exception]
) -> None:
    broken = replace(kind, take=take)  # type: ignore[arg-type]
    with pytest.raises(error):
        import_file(actor=alice, kind=broken, path=write_csv(tmp_path / "a.csv", ["one", "two"]))
    assert "half" not in names()
    assert not ImportBatch.objects.exists()


def test_findings_are_shown_to_their_owner_only(kind: ImportKind, alice: Actor, bob: Actor, tmp_path: Path) -> None:
    outcome = import_file(actor=alice, kind=kind, path=write_csv(tmp_path / "a.csv", ["one", "坏"]))
    assert ImportFindings.objects.filter(pk=outcome.batch_id).exists()
    set_scope(bob)
    assert not ImportFindings.objects.filter(pk=outcome.batch_id).exists()
    set_scope(SYSTEM)
    assert ImportFindings.objects.filter(pk=outcome.batch_id).exists()


def test_the_stored_file_is_for_the_system_only(tmp_path: Path) -> None:
    stored = store([b"abc", b"def"])
    assert stored.path.read_bytes() == b"abcdef"
    assert stored.path.stat().st_mode & 0o077 == 0
    assert folder().stat().st_mode & 0o077 == 0
    with pytest.raises(InputError, match=r"imports\.file-too-large"):
        store([b"abc", b"def"], Limits(file_bytes=5))
    assert [path.name for path in folder().iterdir()] == [stored.sha256]
    with pytest.raises(InputError, match=r"imports\.file-gone"):
        stored_path("0" * 64)


def test_the_same_file_imported_at_once_is_taken_once(
    committed_db: dict[str, object], kind: ImportKind, tmp_path: Path
) -> None:
    path = write_csv(tmp_path / "a.csv", [f"name{n}" for n in range(200)])
    outcomes = []

    def run() -> None:
        try:
            outcomes.append(import_file(actor=SYSTEM, kind=kind, path=path))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcome.again for outcome in outcomes) == [False, True, True, True]
    assert {outcome.taken for outcome in outcomes} == {200}
