"""Who may make, approve and revoke certificates."""

from __future__ import annotations

from skillcity.credentials.models import Batch, Certificate, Station
from skillcity.kernel.errors import InputError, Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.roles import Role

NO_REASON = InputError("credentials.no-reason", Text("请写明原因。", "Give a reason."))
NOT_YOURS = Refused(
    "credentials.not-yours",
    Text("只能办理本机构的证书。", "Only certificates of your own body."),
    todo=Text("请由签发机构办理。", "Ask the issuing body."),
)
SECOND_PERSON = Refused(
    "credentials.second-person",
    Text("须由另一人复核。", "Another person must approve."),
    todo=Text("请同一机构的另一位经办人复核。", "Ask a colleague of the same body."),
)


def require_issuer(actor: Actor, of: Station | Batch | Certificate) -> int:
    """The actor acts for the evaluation body that this belongs to; gives their account. Raises Refused."""
    return require_body(actor, of.organisation_id)


def require_body(actor: Actor, organisation_id: int) -> int:
    """The actor acts for this evaluation body; gives their account. Raises Refused."""
    if not acts_for(actor, organisation_id) or actor.account_id is None:
        raise NOT_YOURS
    return actor.account_id


def acts_for(actor: Actor, organisation_id: int) -> bool:
    """Whether the actor is a clerk of this evaluation body."""
    return actor.role is Role.EVALUATION_BODY and organisation_id in actor.organisation_ids


def require_second(actor: Actor, first: int | None) -> None:
    """The actor is not the one who made it. Raises Refused."""
    if actor.account_id is None or actor.account_id == first:
        raise SECOND_PERSON
