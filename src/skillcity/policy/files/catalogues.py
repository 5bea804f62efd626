"""Catalogues by name or by path, without a database."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from skillcity.facts.engine.kinds import all_kinds
from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.policy.engine import Catalogue, Schema, load

FOLDER = Path(__file__).resolve().parents[1] / "catalogues"


@cache
def schema() -> Schema:
    """What rules may speak of: the kinds of facts that the ledger declares."""
    return Schema.of([kind.declared for kind in all_kinds().values()])


def path_of(name: str) -> Path:
    """The file of a catalogue: a path, or a name such as `330300/talent-class/2025`. NotFound `policy.edition`."""
    shipped = FOLDER / f"{name}.yaml"
    for path in (Path(name), shipped):
        if path.is_file() and (path is not shipped or FOLDER in path.resolve().parents):
            return path.resolve()
    raise NotFound(
        "policy.edition",
        Text("没有这个目录文件，也没有这一版目录。", "There is no such file, and no such edition."),
        where=name,
        todo=Text(
            "请给出文件路径，或如 330300/talent-class/2025 的名称。",
            "Give the path of a file, or a name such as 330300/talent-class/2025.",
        ),
    )


@cache
def load_catalogue(path: Path) -> Catalogue:
    """The catalogue of a file; PolicyError with all its problems."""
    return load(path, schema())
