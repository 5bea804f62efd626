"""The files of others through the whole machinery of imports: read, checked, taken, counted."""

from pathlib import Path

import pytest

from skillcity.platform.accounts.actor import SYSTEM
from skillcity.platform.imports.kinds import kind_named
from skillcity.platform.imports.services import import_file

SHARED = Path(__file__).parents[5] / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is absent")


@pytest.mark.parametrize(
    ("kind", "name", "rows", "taken"),
    [
        ("occupations", "occupation/csco2022_occupations_1639.csv", 1639, 0),
        ("majors", "majors/moe2025_vocational_majors.csv", 723, 691),
        ("links", "majors/moe2025_major_to_occupation.csv", 2160, 2055),
        ("industries", "industry/gbt4754_2017.csv", 1971, 1853),
        ("regions", "region/china_regions_county_level.csv", 3351, 3328),
    ],
)
def test_no_row_is_refused_and_none_is_lost(loaded, kind, name, rows, taken):
    outcome = import_file(actor=SYSTEM, kind=kind_named(kind), path=SHARED / name).as_dict()
    found = {key: outcome[key] for key in ("rows", "taken", "present", "refused")}
    assert found == {"rows": rows, "taken": taken, "present": rows - taken, "refused": 0}
