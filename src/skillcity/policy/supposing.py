"""Would this person be entitled if: evaluating with facts that are only supposed. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from skillcity.facts.engine.kinds import kind_named
from skillcity.facts.selectors import facts_about
from skillcity.facts.services import check_fact
from skillcity.kernel.errors import InputError, NotFound
from skillcity.kernel.text import Text
from skillcity.policy.applying import applying_in
from skillcity.policy.engine import Catalogue, Outcome, evaluate
from skillcity.policy.engine import Fact as Known
from skillcity.policy.persons import COLUMNS, Fields, Link, gathered, known_fact
from skillcity.registry.models import Person

MOST = 50
NO_CATALOGUE = Text("这里没有这个目录，或当日没有有效的版本。", "No such catalogue is in force here on that day.")


@dataclass(frozen=True, slots=True)
class Supposed:
    """A fact that is only supposed; values as they would be recorded."""

    kind: str
    valid_from: date
    valid_to: date | None
    attributes: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """An edition and what it gives."""

    catalogue: Catalogue
    outcome: Outcome


def evaluated(
    person: Person,
    *,
    as_of: date,
    known_at: datetime | None = None,
    catalogue: str = "",
    supposed: Sequence[Supposed] = (),
) -> list[Evaluated]:
    """What the editions in force on a day give a person, as known at a moment, with these facts besides.

    `catalogue` names one (`talent-class`); all that apply to the person's county without it. Raises InputError (a
    supposed fact that could not be recorded), NotFound (no such catalogue is in force).
    """
    found = applying_in(person.region_code, as_of).current
    if catalogue:
        found = tuple(each for each in found if each.catalogue == catalogue)
        if not found:
            raise NotFound("policy.no-catalogue", NO_CATALOGUE, where=catalogue)
    if len(supposed) > MOST:
        raise InputError("policy.too-many", Text(f"最多{MOST}条。", f"At most {MOST} of them."), where="facts")
    links = [known_fact(person.pk, [getattr(each, name) for name in COLUMNS]) for each in facts_about(person)] + [
        _link(place, each) for place, each in enumerate(supposed, 1)
    ]
    fields = Fields(person.birth_date, person.sex, person.region_code)
    asked = gathered(person.pk, fields, links, as_of, known_at).person
    return [Evaluated(each, evaluate(each, asked, as_of, known_at)) for each in found]


def _link(place: int, given: Supposed) -> Link:
    kind = kind_named(given.kind)
    attributes = check_fact(
        kind=kind, valid_from=given.valid_from, valid_to=given.valid_to, attributes=given.attributes
    )
    return Known(f"supposed-{place}", kind.name, given.valid_from, given.valid_to, attributes=attributes), b""
