"""Who acts: an account in its role, with the people and places it belongs to. No Django imports."""

from __future__ import annotations

from dataclasses import dataclass

from skillcity.platform.accounts.roles import Reach, Role


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who asks or acts.

    `account_id` is None for the system itself (imports of reference data, evaluation of everyone) and for strangers;
    `role` is None for both. `region_codes` are the counties of a county officer.
    """

    account_id: int | None = None
    role: Role | None = None
    person_id: int | None = None
    organisation_ids: frozenset[int] = frozenset()
    region_codes: frozenset[str] = frozenset()
    name: str = ""

    @property
    def reach(self) -> Reach:
        """How far the actor sees."""
        if self.name == SYSTEM_NAME and self.account_id is None:
            return Reach.CITY
        return self.role.reach if self.role else Reach.NOBODY

    @property
    def label(self) -> str:
        """The name that stands in the audit."""
        return f"account:{self.account_id}" if self.account_id else (self.name or "stranger")


SYSTEM_NAME = "system"
SYSTEM = Actor(name=SYSTEM_NAME)
STRANGER = Actor()
