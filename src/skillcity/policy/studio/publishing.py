"""Four eyes: one officer proposes, another approves or sends back; approval publishes or withdraws at once."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import record
from skillcity.platform.jobs.services import start
from skillcity.policy.studio import errors, permissions
from skillcity.policy.studio.calendar import place
from skillcity.policy.studio.checking import check
from skillcity.policy.studio.engine.outline import outline
from skillcity.policy.studio.issuing import lock_catalogue, publish_words, withdraw
from skillcity.policy.studio.kinds import DraftState, Matter, ProposalState
from skillcity.policy.studio.models import Edition, Proposal, Revision
from skillcity.policy.studio.naming import is_plain, is_taken
from skillcity.policy.studio.selectors import Words
from skillcity.policy.studio.services import locked

EVALUATE = "policy.evaluate-after-publication"


def propose(
    *,
    actor: Actor,
    draft_id: int,
    revision: int,
    first_day: date,
    last_day: date | None = None,
    reason: str = "",
    note: str = "",
) -> Proposal:
    """Propose to publish a revision from a first day on; the draft cannot be changed while it waits.

    Errors: Refused; NotFound; Conflict; Changed; InputError (problems, failing cases, a name or a day that is taken, a
    past day without a reason).
    """
    permissions.may_write(actor).require()
    today = timezone.localdate()
    if first_day < today and not reason.strip():
        raise errors.PAST_DAY
    with transaction.atomic():
        draft = locked(draft_id)
        newest = Revision.objects.get(draft=draft, number=draft.revision)
        if draft.state != DraftState.OPEN:
            raise errors.NOT_OPEN
        if draft.revision != revision:
            raise errors.Changed(newest)
        if not check(newest.text, newest.sets, newest.cases).ready:
            raise errors.NOT_READY
        check_name(draft.region, draft.catalogue, outline(newest.text).word("edition"))
        place(draft.region, draft.catalogue, first_day, last_day)
        draft.state = DraftState.PROPOSED.value
        draft.save(update_fields=["state"])
        made = Proposal.objects.create(
            matter=Matter.PUBLISH.value,
            draft=draft,
            revision=newest,
            first_day=first_day,
            last_day=last_day,
            reason=reason.strip(),
            note=note.strip(),
            proposed_by_id=permissions.writer(actor),
            proposed_on=today,
        )
        _audit(actor, "policy.proposed", made)
    return made


def check_name(region: str, catalogue: str, name: str) -> None:
    """Refuse the name of an edition that is odd or taken. Raises InputError."""
    if not is_plain(name):
        raise InputError(
            "studio.name",
            Text("版本号只能用字母、数字和连字符。", "An edition's name has letters, digits and hyphens only."),
            where="edition",
            todo=Text("例如 2027 或 2027-2。", "For example 2027 or 2027-2."),
        )
    if is_taken(region, catalogue, name):
        raise errors.taken(name)


def take_back(*, actor: Actor, proposal_id: int) -> Proposal:
    """Take one's own proposal back; its draft can be changed again. Errors: Refused; NotFound; Conflict."""
    with transaction.atomic():
        proposal = _waiting(proposal_id)
        permissions.may_take_back(actor, proposer_id=proposal.proposed_by_id).require()
        _decide(actor, proposal, ProposalState.TAKEN_BACK, "")
        _reopen(proposal)
        _audit(actor, "policy.taken-back", proposal)
    return proposal


def send_back(*, actor: Actor, proposal_id: int, answer: str) -> Proposal:
    """Send a proposal back with a reason; its draft can be changed again. Errors: Refused; NotFound; Conflict."""
    with transaction.atomic():
        proposal = _waiting(proposal_id)
        _may_decide(actor, proposal)
        _decide(actor, proposal, ProposalState.RETURNED, answer)
        _reopen(proposal)
        _audit(actor, "policy.sent-back", proposal)
    return proposal


def approve(*, actor: Actor, proposal_id: int, answer: str = "") -> Edition:
    """Approve a proposal: the edition is published, or withdrawn, in this transaction.

    When the change holds today or before, everyone is evaluated anew by a job. Errors: Refused; NotFound; Conflict;
    InputError (a day that is past or taken by now).
    """
    with transaction.atomic():
        proposal = _waiting(proposal_id)
        _may_decide(actor, proposal)
        edition = (
            _published(actor, proposal)
            if proposal.matter == Matter.PUBLISH
            else withdraw(proposal=proposal, approver_id=permissions.writer(actor))
        )
        _decide(actor, proposal, ProposalState.APPROVED, answer)
        _audit(actor, "policy.published" if proposal.matter == Matter.PUBLISH else "policy.withdrawn", proposal)
        evaluate_if_due(actor, proposal.first_day)
    return edition


def propose_withdrawal(*, actor: Actor, edition_id: int, from_day: date, reason: str) -> Proposal:
    """Propose that an edition no longer holds from a day on. One that is not in force yet is withdrawn at once.

    What was decided by it stays, and can be replayed. Errors: Refused; NotFound; Conflict; InputError.
    """
    permissions.may_write(actor).require()
    today = timezone.localdate()
    if not reason.strip():
        raise InputError("studio.reason", Text("请写明理由。", "Say why."), where="reason")
    with transaction.atomic():
        edition = Edition.objects.select_for_update(of=("self",)).filter(pk=edition_id, shipped=False).first()
        if edition is None:
            raise errors.NO_EDITION
        begins = edition.first_day or today
        if edition.withdrawn_at is not None or (edition.last_day is not None and edition.last_day < today):
            raise errors.DECIDED
        alone = begins > today
        if from_day < today and not alone:
            raise InputError(
                "studio.past-day", Text("不能撤回已经过去的日子。", "Days that are past stay."), where="from_day"
            )
        if Proposal.objects.filter(edition=edition, state=ProposalState.WAITING.value).exists():
            raise errors.WAITING
        made = Proposal.objects.create(
            matter=Matter.WITHDRAW.value,
            edition=edition,
            first_day=begins if alone else from_day,
            reason=reason.strip(),
            proposed_by_id=permissions.writer(actor),
            proposed_on=today,
            alone=alone,
        )
        _audit(actor, "policy.withdrawal-proposed", made)
        if alone:
            withdraw(proposal=made, approver_id=permissions.writer(actor))
            _decide(actor, made, ProposalState.APPROVED, "")
            _audit(actor, "policy.withdrawn", made)
    return made


def evaluate_if_due(actor: Actor, first_day: date) -> None:
    """Start the job that evaluates everyone anew, when the rules of today have changed."""
    if first_day <= timezone.localdate():
        start(
            actor=actor,
            kind=EVALUATE,
            title=Text("按新版目录重新推算所有人", "Evaluate everyone by the new edition"),
        )


def _published(actor: Actor, proposal: Proposal) -> Edition:
    draft, revision = proposal.draft, proposal.revision
    if draft is None or revision is None:
        raise errors.NO_PROPOSAL
    if proposal.first_day < timezone.localdate() and not proposal.reason:
        raise errors.TOO_LATE
    lock_catalogue(draft.region, draft.catalogue)
    check_name(draft.region, draft.catalogue, draft.edition)
    placed = place(draft.region, draft.catalogue, proposal.first_day, proposal.last_day)
    words = Words(revision.text, revision.sets, revision.cases)
    made = publish_words(
        words=words,
        region=draft.region,
        catalogue=draft.catalogue,
        edition=draft.edition,
        placed=placed,
        revision=revision,
        author_id=proposal.proposed_by_id,
        approver_id=permissions.writer(actor),
    )
    draft.state = DraftState.PUBLISHED.value
    draft.save(update_fields=["state"])
    return made


def _waiting(proposal_id: int) -> Proposal:
    """The proposal, if it waits, locked. Raises NotFound and Conflict."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("draft", "revision", "edition")
    found = rows.filter(pk=proposal_id).order_by("pk").first()
    if found is None:
        raise errors.NO_PROPOSAL
    if found.state != ProposalState.WAITING:
        raise errors.DECIDED
    return found


def _may_decide(actor: Actor, proposal: Proposal) -> None:
    writer = proposal.revision.by_id if proposal.revision else None
    permissions.may_decide(actor, proposer_id=proposal.proposed_by_id, writer_id=writer).require()


def _decide(actor: Actor, proposal: Proposal, state: ProposalState, answer: str) -> None:
    proposal.state = state.value
    proposal.decided_by_id = actor.account_id
    proposal.decided_at = timezone.now()
    proposal.answer = answer.strip()
    proposal.save(update_fields=["state", "decided_by", "decided_at", "answer"])


def _reopen(proposal: Proposal) -> None:
    if proposal.draft is not None:
        draft = locked(proposal.draft.pk)
        draft.state = DraftState.OPEN.value
        draft.save(update_fields=["state"])


def _audit(actor: Actor, act: str, proposal: Proposal) -> None:
    details = {
        "draft": proposal.draft_id,
        "edition": proposal.edition_id,
        "first_day": proposal.first_day.isoformat(),
        "state": proposal.state,
    }
    record(actor=actor, act=act, object_type="proposal", object_id=proposal.pk, details=details)
