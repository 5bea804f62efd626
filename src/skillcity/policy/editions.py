"""The editions of every catalogue: those that came with the software, and those that this city published.

Files are read once a process. What was published is asked of the database once a transaction, so that every process
notices a publication with its next request or job; the words of a published edition never change and are kept too.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import JSONField
from django.db.models.expressions import RawSQL

from skillcity.facts.engine.kinds import all_kinds
from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.audit.services import LOOKS
from skillcity.policy.engine import Catalogue, PolicyError, Schema, load_folder, read
from skillcity.policy.engine.catalogue import InForce
from skillcity.policy.studio.models import Edition

FOLDER = Path(__file__).resolve().parent / "catalogues"
TALENT = "talent-class"
Term = tuple[int, str, str, str, bool, Any, Any, str]
"""Of an edition in the database: id, region, catalogue, edition, whether it is shipped, first and last day, digest."""


@cache
def schema() -> Schema:
    """What rules may speak of: the kinds of facts that the ledger declares."""
    return Schema.of([kind.declared for kind in all_kinds().values()])


def talent_editions() -> tuple[Catalogue, ...]:
    """The editions of the city's talent catalogue (人才分类目录), newest first; one that begins later too."""
    return editions_of(settings.CITY_CODE, TALENT)


def talent_edition(name: str) -> Catalogue:
    """The edition of this name, a withdrawn one too. Raises NotFound."""
    return edition_named(f"{settings.CITY_CODE}/{TALENT}/{name}")


def editions_of(region: str, catalogue: str) -> tuple[Catalogue, ...]:
    """All editions of a catalogue of a region, newest first; none when there is no such catalogue."""
    return _editions(region, catalogue, tuple(each for each in terms() if each[1:3] == (region, catalogue)))


def catalogue_names() -> list[tuple[str, str]]:
    """Region and name of every catalogue, those of the nation first."""
    shipped = {(path.parent.parent.name, path.parent.name) for path in FOLDER.glob("*/*/*.yaml")}
    return sorted(shipped | {(region, catalogue) for _, region, catalogue, *_ in terms()})


def edition_named(name: str) -> Catalogue:
    """The edition that the engine calls `330300/talent-class/2025`. Raises NotFound.

    A withdrawn one is found too: what was decided by it can be replayed.
    """
    region, _, rest = name.partition("/")
    catalogue, _, edition = rest.partition("/")
    for each in editions_of(region, catalogue):
        if each.edition == edition:
            return each
    gone = Edition.objects.filter(region=region, catalogue=catalogue, edition=edition, shipped=False).first()
    if gone is not None:
        return _published(gone.pk, gone.digest)
    raise NotFound(
        "policy.edition",
        Text("没有这一版目录。", "There is no such edition."),
        where=name,
        todo=Text("请从目录列表中选择。", "Choose one from the list of catalogues."),
    )


def read_words(text: str, sets: dict[str, str], name: str) -> Catalogue:
    """The catalogue of words kept in the database; `sets` are its set files by their path. PolicyError as `load`."""
    found, problems = read(text, schema(), file=name, open_set=lambda path: _file_of(sets, path))
    if found is None:
        raise PolicyError(*problems)
    return found


def _file_of(sets: dict[str, str], path: str) -> str:
    if path not in sets:
        raise OSError(path)
    return sets[path]


def forget() -> None:
    """Ask the database anew: this transaction has just changed the editions."""
    connection.policy_terms = None  # type: ignore[attr-defined]  # our attribute


def terms() -> tuple[Term, ...]:
    """The editions that stand in the database and were not withdrawn, asked for once a request or transaction."""
    now = _now()
    known = getattr(connection, "policy_terms", None)
    if known is not None and known[0] is now is not None:
        return known[1]  # type: ignore[no-any-return]
    rows = Edition.objects.filter(withdrawn_at=None).order_by("pk")
    names = ("pk", "region", "catalogue", "edition", "shipped", "first_day", "last_day", "digest")
    found = tuple(rows.values_list(*names))
    connection.policy_terms = (now, found)  # type: ignore[attr-defined]
    return found


def _now() -> object:
    """The request or transaction of this moment; None outside of both."""
    return LOOKS.get() or (connection.atomic_blocks[0] if connection.atomic_blocks else None)


# The same as one value, for a query that is asked anyway.
TERMS: RawSQL = RawSQL(
    "(select coalesce(jsonb_agg(jsonb_build_array(id, region, catalogue, edition, shipped, first_day, last_day, digest)"
    " order by id), '[]') from policy_edition where withdrawn_at is null)",
    [],
    output_field=JSONField(),
)


def learn_terms(rows: list[Any]) -> None:
    """What `TERMS` brought: `terms` need not ask again in this request or transaction."""
    found = tuple((*row[:5], *(day and date.fromisoformat(day) for day in row[5:7]), row[7]) for row in rows)
    connection.policy_terms = (_now(), found)  # type: ignore[attr-defined]  # our attribute


@lru_cache(maxsize=256)
def _editions(region: str, catalogue: str, known: tuple[Term, ...]) -> tuple[Catalogue, ...]:
    """The editions with their days as the database has them; the days of a file hold until a publication ends them."""
    days = {each[3]: InForce(each[5], each[6]) for each in known}
    found = [_on(each, days.get(each.edition)) for each in shipped_editions(region, catalogue)]
    found += [_on(_published(each[0], each[7]), days[each[3]]) for each in known if not each[4]]
    return tuple(sorted(found, key=lambda each: (each.in_force.start or date.min, each.edition), reverse=True))


def _on(catalogue: Catalogue, days: InForce | None) -> Catalogue:
    if days is None or (days.start, days.end) == (catalogue.in_force.start, catalogue.in_force.end):
        return catalogue
    return replace(catalogue, in_force=replace(days, confidence=catalogue.in_force.confidence))


@cache
def shipped_editions(region: str, catalogue: str) -> tuple[Catalogue, ...]:
    """The editions that came with the software, with the days of their files."""
    return load_folder(FOLDER / region / catalogue, schema())


@cache
def _published(edition_id: int, digest: str) -> Catalogue:
    row = Edition.objects.get(pk=edition_id, digest=digest)
    _digests[row.name] = row.digest
    return read_words(row.text, row.sets, row.name)


_digests: dict[str, str] = {}
"""The digest of each published edition that was read, by its name."""


@lru_cache(maxsize=256)
def as_if_in_force(catalogue: Catalogue) -> Catalogue:
    """The same rules without their dates: to ask what a person would be under them today."""
    return replace(catalogue, in_force=InForce(None, None))


@lru_cache(maxsize=256)
def digest(catalogue: Catalogue) -> str:
    """Changes whenever the words of the edition change: a standing from another text is made anew."""
    if catalogue.name in _digests:
        return _digests[catalogue.name]
    folder = FOLDER / catalogue.region / catalogue.catalogue
    files = [folder / f"{catalogue.edition}.yaml", *sorted((folder / "sets").glob("*.yaml"))]
    return hashlib.sha256(b"\n".join(path.read_bytes() for path in files)).hexdigest()[:16]


def digest_of_words(text: str, sets: dict[str, str]) -> str:
    """The digest of an edition that this city publishes."""
    parts = [text, *(f"{path}\n{words}" for path, words in sorted(sets.items()))]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
