from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from skillcity.facts.models import Fact
from skillcity.reference.services import load_shipped
from skillcity.registry.models import Organisation, Person
from skillcity.site.sample.engine.tables import FACTS
from skillcity.site.sample.engine.workbooks import complete, read_manifest
from skillcity.site.sample.services import import_sample, prepare_sample, sample_folder
from skillcity.site.sample.tests.conftest import Plan


def test_the_import_refuses_exactly_the_rows_that_are_wrong_and_a_second_call_does_nothing(db, settings, tmp_path):
    settings.VAR = tmp_path
    load_shipped()
    seen: list[tuple[int, int, object]] = []
    first = import_sample(0.001, lambda *step: seen.append(step))
    manifest = read_manifest(tmp_path / "sample" / "0.001")
    assert {kind: counts["refused"] for kind, counts in first["tables"].items()} == manifest.refused
    assert {kind: counts["rows"] for kind, counts in first["tables"].items()} == manifest.rows
    assert first["refused"] == first["expected_refused"] > 0
    assert not first["again"]
    assert seen[-1][0] == seen[-1][1] == first["rows"]
    assert Person.objects.count() == 1000
    assert Fact.objects.count() == sum(first["tables"][kind]["taken"] for kind in FACTS)
    assert Organisation.objects.count() == manifest.rows["organisations"]

    second = import_sample(0.001)
    assert second == {**first, "again": True}
    assert Person.objects.count() == 1000


def test_a_seed_of_its_own_has_a_folder_of_its_own(settings, tmp_path):
    settings.VAR = tmp_path
    assert sample_folder(Plan(0.01)) == tmp_path / "sample" / "0.01"
    assert sample_folder(Plan(1.0, 7)) == tmp_path / "sample" / "1-7"


def test_workbooks_that_are_whole_are_not_written_again(tmp_path):
    plan = Plan(0.001)
    written = prepare_sample(plan, tmp_path)
    stamps = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert prepare_sample(plan, tmp_path) == written
    assert stamps == {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}


def test_who_comes_while_another_writes_waits_and_finds_it_whole(tmp_path: Path) -> None:
    plan, folder = Plan(0.001), tmp_path / "sample"
    with ThreadPoolExecutor(2) as threads:
        one, other = threads.map(lambda _: prepare_sample(plan, folder), range(2))
    assert one == other == complete(plan, folder)
