"""The catalogues that this city ships, read once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cache
from pathlib import Path

from django.conf import settings

from skillcity.facts.engine.kinds import all_kinds
from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.policy.engine import Catalogue, Schema, load_folder
from skillcity.policy.engine.catalogue import InForce

FOLDER = Path(__file__).resolve().parent / "catalogues"
TALENT = "talent-class"


@cache
def schema() -> Schema:
    """What rules may speak of: the kinds of facts that the ledger declares."""
    return Schema.of([kind.declared for kind in all_kinds().values()])


@cache
def talent_editions() -> tuple[Catalogue, ...]:
    """The editions of the city's talent catalogue (人才分类目录), newest first."""
    editions = load_folder(FOLDER / settings.CITY_CODE / TALENT, schema())
    return tuple(sorted(editions, key=lambda each: each.edition, reverse=True))


def talent_edition(name: str) -> Catalogue:
    """The edition of this name. Raises NotFound."""
    for each in talent_editions():
        if each.edition == name:
            return each
    raise NotFound(
        "policy.edition",
        Text("没有这一版目录。", "There is no such edition."),
        where=name,
        todo=Text("请从目录列表中选择。", "Choose one from the list of catalogues."),
    )


@cache
def as_if_in_force(catalogue: Catalogue) -> Catalogue:
    """The same rules without their dates: to ask what a person would be under them today."""
    return replace(catalogue, in_force=InForce(None, None))


@cache
def digest(catalogue: Catalogue) -> str:
    """Changes whenever the files of the edition change: a standing from another text is made anew."""
    folder = FOLDER / catalogue.region / catalogue.catalogue
    files = [folder / f"{catalogue.edition}.yaml", *sorted((folder / "sets").glob("*.yaml"))]
    return hashlib.sha256(b"\n".join(path.read_bytes() for path in files)).hexdigest()[:16]
