"""Who may write what in the registry. A verdict is a value; its refusal says why."""

from __future__ import annotations

from enum import Enum

from skillcity.kernel.errors import Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import OFFICERS, Reach, Role
from skillcity.registry.models import Person


class Verdict(Enum):
    """Why somebody may, or may not."""

    ALLOWED = "allowed"
    NOT_AN_OFFICER = "not-an-officer"
    OTHER_COUNTY = "other-county"
    OWN_RECORD = "own-record"
    NOT_THE_PERSON = "not-the-person"
    NOT_A_READER = "not-a-reader"

    def require(self) -> None:
        """Raise Refused unless the verdict is ALLOWED."""
        if self is not Verdict.ALLOWED:
            reason, todo = REASONS[self]
            raise Refused(f"registry.{self.value}", reason, todo=todo)


ASK = Text("请联系有权限的经办人员。", "Ask an officer who may.")
REASONS = {
    Verdict.NOT_AN_OFFICER: (Text("只有经办人员可以登记和修改。", "Only officers may register and change this."), ASK),
    Verdict.OTHER_COUNTY: (
        Text("这属于其他县(市、区)。", "This belongs to another county."),
        Text("请由该县或市级经办人员办理。", "Its own officers, or the city's, may do it."),
    ),
    Verdict.OWN_RECORD: (Text("不能经办自己的档案。", "Nobody handles their own record."), ASK),
    Verdict.NOT_THE_PERSON: (
        Text("授权只能由本人给出或撤回。", "Only the person gives or withdraws a consent."),
        Text("请本人登录后办理。", "The person signs in and does it."),
    ),
    Verdict.NOT_A_READER: (
        Text("只有本人和经办人员可以查看证件号码。", "Only the person and officers may see the ID number."),
        ASK,
    ),
}


def may_register(actor: Actor, region_code: str) -> Verdict:
    """Whether the actor may register a person or an organisation in a county: the system, city and county officers."""
    if _is_system(actor) or actor.role == Role.CITY_OFFICER:
        return Verdict.ALLOWED
    if actor.role != Role.COUNTY_OFFICER:
        return Verdict.NOT_AN_OFFICER
    return Verdict.ALLOWED if region_code in actor.region_codes else Verdict.OTHER_COUNTY


def may_change(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may change the person's entry, or link an account to it; never their own."""
    verdict = may_register(actor, person.region_code)
    if verdict is Verdict.ALLOWED and _is_self(actor, person):
        return Verdict.OWN_RECORD
    return verdict


def may_consent(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may give or withdraw the person's consents: the person alone."""
    return Verdict.ALLOWED if _is_self(actor, person) else Verdict.NOT_THE_PERSON


def may_reveal(actor: Actor, person: Person) -> Verdict:
    """Whether the actor may see the person's whole ID number: the person, and the officers of their county and city."""
    if _is_self(actor, person):
        return Verdict.ALLOWED
    if actor.role not in OFFICERS:
        return Verdict.NOT_A_READER
    return may_register(actor, person.region_code)


def _is_self(actor: Actor, person: Person) -> bool:
    by_account = actor.account_id is not None and person.account_id == actor.account_id
    return by_account or (actor.person_id is not None and actor.person_id == person.pk)


def _is_system(actor: Actor) -> bool:
    return actor.role is None and actor.reach is Reach.CITY
