"""The catalogue of the bench: forty clauses and three benefits in the documented language, of every sort in it.

Its two editions stand in `trial/`; the rules are invented, and say so (`illustrative`). The people are those of
`trial_population`.
"""

from __future__ import annotations

import shutil
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "trial"


def write_catalogue(folder: Path, *, later: bool = False) -> Path:
    """Copy an edition and its set to a folder; `later`: the second, in which five clauses and an amount differ."""
    (folder / "sets").mkdir(parents=True, exist_ok=True)
    shutil.copyfile(FOLDER / "sets" / "shortage.yaml", folder / "sets" / "shortage.yaml")
    name = "2026.yaml" if later else "2025.yaml"
    return Path(shutil.copyfile(FOLDER / name, folder / name))
