"""A small made-up city in files, and the trial catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from skillcity.policy.files.trial_catalogue import write_catalogue
from skillcity.policy.files.trial_population import write_population

DAY = date(2025, 9, 1)


@dataclass(frozen=True)
class City:
    """The folder with both files and two editions."""

    folder: Path

    @property
    def persons(self) -> Path:
        return self.folder / "persons.parquet"

    @property
    def facts(self) -> Path:
        return self.folder / "facts.parquet"

    @property
    def catalogue(self) -> Path:
        return self.folder / "2025.yaml"

    @property
    def later(self) -> Path:
        return self.folder / "2026.yaml"

    def tables(self) -> tuple[pa.Table, pa.Table]:
        """Persons and facts in memory."""
        return pq.read_table(self.persons), pq.read_table(self.facts)


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    folder = tmp_path_factory.mktemp("city")
    write_population(folder / "persons.parquet", folder / "facts.parquet", people=400)
    write_catalogue(folder)
    write_catalogue(folder, later=True)
    return City(folder)
