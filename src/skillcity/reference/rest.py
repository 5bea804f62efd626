"""REST: search the occupations, read one. Mounted by the site under its API."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema

from skillcity.reference import selectors
from skillcity.reference.models import Occupation

router = Router(tags=["reference"])


class OccupationOut(Schema):
    """An occupation in a list. `level`: 1 major, 2 middle, 3 minor group, 4 occupation; `mark`: L green, S digital."""

    code: str
    name: str
    level: int
    mark: str


class OccupationDetail(OccupationOut):
    """An occupation with its texts, the codes of its groups (major group first), and where the row comes from."""

    definition: str
    tasks: list[str]
    aliases: list[str]
    groups: list[OccupationOut]
    edition: str
    source: str


def brief(row: Occupation) -> OccupationOut:
    """A row in a list."""
    return OccupationOut(code=row.code, name=row.name, level=row.level, mark=str(row.mark))


@router.get("/occupations", response=list[OccupationOut], url_name="search_occupations")
def search_occupations(
    request: HttpRequest, q: Annotated[str, Query(max_length=200)], limit: Annotated[int, Query(ge=1, le=50)] = 20
) -> list[OccupationOut]:
    """Occupations by name, code, pinyin initials or alias, the best first."""
    return [brief(row) for row in selectors.search_occupations(q, limit)]


@router.get("/occupations/{code}", response=OccupationDetail, url_name="get_occupation")
def get_occupation(request: HttpRequest, code: str) -> OccupationDetail:
    """One occupation or group by its code; 404 when there is none."""
    row = selectors.occupation(code)
    return OccupationDetail(
        **brief(row).dict(),
        definition=row.definition,
        tasks=row.tasks,
        aliases=row.aliases,
        groups=[brief(each) for each in selectors.groups_above(row)],
        edition=row.edition.edition,
        source=row.edition.source,
    )
