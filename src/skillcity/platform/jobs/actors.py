"""An actor as JSON, to be kept with a job and taken up again by the worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role


def as_json(actor: Actor) -> dict[str, Any]:
    """The actor in plain values."""
    return {
        "account_id": actor.account_id,
        "role": actor.role.value if actor.role else None,
        "person_id": actor.person_id,
        "organisation_ids": sorted(actor.organisation_ids),
        "region_codes": sorted(actor.region_codes),
        "name": actor.name,
    }


def from_json(values: Mapping[str, Any]) -> Actor:
    """The actor that `as_json` wrote."""
    return Actor(
        account_id=values["account_id"],
        role=Role(values["role"]) if values["role"] else None,
        person_id=values["person_id"],
        organisation_ids=frozenset(values["organisation_ids"]),
        region_codes=frozenset(values["region_codes"]),
        name=values["name"],
    )
