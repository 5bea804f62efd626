"""Facts for the tests, about the people of the registry's small town."""

from __future__ import annotations

from datetime import date
from itertools import count

from skillcity.facts.engine.kinds import kind_named
from skillcity.facts.models import Fact
from skillcity.facts.services import NewFact, record_fact
from skillcity.platform.accounts.actor import Actor
from skillcity.registry.models import Person

_numbers = count(1)
STUDIO = {"studio_name": "示例技能大师工作室", "role": "member", "tier": "city", "issuer_kind": "hrss"}
DAY = date(2024, 5, 1)


def certificate(**more: object) -> dict[str, object]:
    """The attributes of a certificate of 2024 with a number that no other has."""
    said = {
        "occupation": "6-18-02-04",
        "occupation_name": "焊工",
        "level": "senior",
        "number": f"S000033000001243{next(_numbers):06d}",
        "issuer": "示例评价机构",
    }
    return said | more


def studio(who: Actor, about: Person, **more: object) -> Fact:
    """A recorded studio post."""
    return record_fact(
        actor=who,
        person=about,
        kind=kind_named("studio"),
        valid_from=DAY,
        valid_to=None,
        attributes=STUDIO | more,
        source="工作室名册",
    )


def new_fact(about: int, at: int = 0, **more: object) -> NewFact:
    """A studio post that is not recorded yet."""
    values = {
        "person_id": about,
        "kind": "studio",
        "valid_from": DAY,
        "valid_to": None,
        "attributes": STUDIO | {"studio_name": f"工作室{at}"},
        "source": "工作室名册",
    }
    return NewFact(**(values | more))  # type: ignore[arg-type]
