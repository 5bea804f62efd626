"""Who may record and correct facts. No Django imports in the rule itself: a verdict is a value."""

from __future__ import annotations

from enum import Enum

from skillcity.kernel.errors import Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Reach, Role
from skillcity.registry.models import Person


class Verdict(Enum):
    """Why somebody may, or may not."""

    ALLOWED = "allowed"
    NOT_AN_OFFICER = "not-an-officer"
    OTHER_COUNTY = "other-county"
    OWN_RECORD = "own-record"

    @property
    def refusal(self) -> Refused:
        """The error that tells it."""
        return Refused(f"facts.{self.value}", REASONS[self], todo=TODO)


REASONS = {
    Verdict.NOT_AN_OFFICER: Text("只有经办人员可以更正事实。", "Only officers may correct facts."),
    Verdict.OTHER_COUNTY: Text("这个人属于其他县(市、区)。", "This person belongs to another county."),
    Verdict.OWN_RECORD: Text("不能更正自己的事实。", "Nobody corrects their own facts."),
}
TODO = Text("请联系有权限的经办人员。", "Ask an officer who may.")


def may_correct(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may correct facts about the person: an officer of the city or their county, never oneself."""
    if actor.role not in {Role.CITY_OFFICER, Role.COUNTY_OFFICER}:
        return Verdict.NOT_AN_OFFICER
    if person.account_id is not None and person.account_id == actor.account_id:
        return Verdict.OWN_RECORD
    if actor.role == Role.COUNTY_OFFICER and person.region_code not in actor.region_codes:
        return Verdict.OTHER_COUNTY
    return Verdict.ALLOWED


def may_know_sensitive(actor: Actor, person: Person) -> bool:
    """Whether facts of sensitive kinds (membership of a group) are shown: to the person and to the authorities only."""
    own = actor.person_id is not None and actor.person_id == person.pk
    return own or actor.reach in {Reach.CITY, Reach.COUNTY}
