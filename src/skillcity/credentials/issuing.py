"""From a passed sitting to certificates: a batch is made by one, approved by another, issued in pieces by a job.

Each piece is one transaction: numbers taken, documents signed, facts recorded, status places given. A worker that dies
undoes its piece and loses nothing; the next one goes on with the lines that have no certificate yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from skillcity.credentials.kinds import BatchStatus, CertificateKind
from skillcity.credentials.models import Batch, Candidate, Certificate, Station
from skillcity.credentials.numbering import prefix_of, take_numbers
from skillcity.credentials.permissions import NO_REASON, require_issuer, require_second
from skillcity.credentials.stating import stated_of
from skillcity.credentials.telling import tell_colleagues
from skillcity.credentials.writing import Draft, write
from skillcity.facts.engine.attributes import check_attributes
from skillcity.facts.engine.kinds import kind_named
from skillcity.kernel.errors import Conflict, InputError, NotFound
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.scope import seeing_all
from skillcity.platform.audit.services import record
from skillcity.platform.jobs.services import start
from skillcity.registry.models import Organisation, Person

AT_ONCE = 50
JOB = "credentials.issue"
WRONG_STATUS = Conflict(
    "credentials.batch-status",
    Text("批次状态已变，不能这样办理。", "The batch has moved on: this cannot be done now."),
    todo=Text("请刷新页面查看当前状态。", "Reload the page to see how it stands."),
)
EMPTY = InputError(
    "credentials.batch-empty",
    Text("批次里没有合格人员。", "Nobody in the batch has passed."),
    todo=Text("请先加入合格人员。", "Add those who passed."),
)

SUBMITTED = Text("批次“{title}”待复核。", "The batch “{title}” waits for approval.")
RETURNED = Text("批次“{title}”被退回：{remark}", "The batch “{title}” was sent back: {remark}")
APPROVED = Text("批次“{title}”已复核，开始签发。", "The batch “{title}” was approved and is being issued.")


@dataclass(frozen=True, slots=True)
class NewCandidate:
    """A line of a batch: who, the attributes of the fact to be (without number and issuer), and whether they passed."""

    person: Person
    attributes: Mapping[str, object]
    passed: bool
    remark: str = ""
    scores: Mapping[str, str] = field(default_factory=dict)


def make_batch(*, actor: Actor, station: Station, kind: CertificateKind, title: str, held_on: date) -> Batch:
    """A new batch (新建批次). Raises Refused, InputError."""
    account = require_issuer(actor, station)
    if held_on > timezone.localdate():
        raise InputError(
            "credentials.held-later",
            Text("日期不能晚于今天。", "The day must not be in the future."),
            where=str(held_on),
        )
    with transaction.atomic():
        batch = Batch.objects.create(
            station=station,
            organisation_id=station.organisation_id,
            kind=kind.value,
            title=title.strip(),
            held_on=held_on,
            made_by_id=account,
        )
        record(actor=actor, act="credentials.batch-made", object_type="batch", object_id=batch.pk)
    return batch


def add_candidates(*, actor: Actor, batch: Batch, candidates: Iterable[NewCandidate]) -> int:
    """Add lines to a draft (加入人员); returns how many. Raises Refused, Conflict, InputError (attributes, twice)."""
    require_issuer(actor, batch)
    kind = CertificateKind(batch.kind)
    with transaction.atomic():
        found = _locked(batch, BatchStatus.DRAFT, BatchStatus.RETURNED)
        rows = [
            Candidate(
                batch=found,
                person=each.person,
                name=each.person.name,
                attributes=checked_attributes(kind, each.attributes, found.organisation),
                scores=dict(each.scores),
                passed=each.passed,
                remark=each.remark,
            )
            for each in candidates
        ]
        try:
            Candidate.objects.bulk_create(rows)
        except IntegrityError as error:
            if "candidate_once" not in str(error):
                raise
            raise Conflict(
                "credentials.candidate-twice",
                Text("有人在本批次中重复。", "Somebody stands twice in the batch."),
                todo=Text("请去掉重复的行。", "Remove the repeated lines."),
            ) from error
        record(
            actor=actor,
            act="credentials.candidates-added",
            object_type="batch",
            object_id=found.pk,
            details={"number": len(rows)},
        )
    return len(rows)


def checked_attributes(kind: CertificateKind, attributes: Mapping[str, object], issuer: Organisation) -> dict[str, Any]:
    """The attributes of the fact to be, in canonical form; number and issuer come with the certificate.

    Raises InputError: attributes not as declared, a level that no exam leads to.
    """
    declared = kind_named(kind.value)
    if kind is CertificateKind.SKILL_LEVEL and "level" in attributes:
        require_exam(attributes["level"])
    own = {name: issuer.name for name in ("issuer", "provider", "college") if name in declared.attributes}
    number = {name: declared.attributes[name].sample for name in ("number",) if name in declared.attributes}
    checked = check_attributes(declared, {**attributes, **own, **number})
    return {name: value for name, value in checked.items() if name not in number}


def require_exam(level: object) -> None:
    """An evaluation body examines for levels 5 to 1; the others are appointments."""
    found = level if isinstance(level, SkillLevel) else SkillLevel.parse(str(level))
    if not found.is_exam:
        raise InputError(
            "credentials.no-exam",
            Text("这一等级不经认定考核。", "No exam leads to this level."),
            where=found.label.zh,
            todo=Text("请填写五级至一级。", "Levels 5 to 1 are possible."),
        )


def remove_candidate(*, actor: Actor, batch: Batch, candidate_id: int) -> None:
    """Take a line out of a draft (移除). Raises Refused, Conflict, NotFound."""
    require_issuer(actor, batch)
    with transaction.atomic():
        found = _locked(batch, BatchStatus.DRAFT, BatchStatus.RETURNED)
        removed, _ = found.candidates.filter(pk=candidate_id).delete()
        if not removed:
            raise NotFound("credentials.candidate", Text("批次里没有这一行。", "The batch has no such line."))
        record(actor=actor, act="credentials.candidate-removed", object_type="batch", object_id=found.pk)


def submit_batch(*, actor: Actor, batch: Batch) -> Batch:
    """Hand a draft to a colleague for approval (提交复核). Raises Refused, Conflict, InputError (nobody passed)."""
    account = require_issuer(actor, batch)
    with transaction.atomic():
        found = _locked(batch, BatchStatus.DRAFT, BatchStatus.RETURNED)
        if not found.candidates.filter(passed=True).exists():
            raise EMPTY
        found.status = BatchStatus.SUBMITTED.value
        found.made_by_id = account
        found.save(update_fields=["status", "made_by"])
        record(actor=actor, act="credentials.batch-submitted", object_type="batch", object_id=found.pk)
        tell_colleagues(found, but=account, words=SUBMITTED)
    return found


def return_batch(*, actor: Actor, batch: Batch, remark: str) -> Batch:
    """Send a submitted batch back with a reason (退回). Raises Refused, Conflict, InputError (no reason)."""
    require_issuer(actor, batch)
    require_second(actor, batch.made_by_id)
    if not remark.strip():
        raise NO_REASON
    with transaction.atomic():
        found = _locked(batch, BatchStatus.SUBMITTED)
        found.status, found.remark = BatchStatus.RETURNED.value, remark.strip()
        found.save(update_fields=["status", "remark"])
        record(
            actor=actor,
            act="credentials.batch-returned",
            object_type="batch",
            object_id=found.pk,
            purpose=remark.strip()[:200],
        )
        tell_colleagues(found, only=found.made_by_id, words=RETURNED)
    return found


def approve_batch(*, actor: Actor, batch: Batch) -> Batch:
    """Approve what a colleague made (复核); a job issues it. Raises Refused, Conflict."""
    require_issuer(actor, batch)
    with transaction.atomic():
        found = _locked(batch, BatchStatus.SUBMITTED)
        require_second(actor, found.made_by_id)
        found.status = BatchStatus.APPROVED.value
        found.approved_by_id = actor.account_id
        found.approved_at = timezone.now()
        found.issued_on = timezone.localdate()
        passed = found.candidates.filter(passed=True).count()
        title = Text("签发证书：{title}", "Issue certificates: {title}").format(title=found.title)
        found.job = start(actor=actor, kind=JOB, title=title, payload={"batch": found.pk}, total=passed)
        found.save(update_fields=["status", "approved_by", "approved_at", "issued_on", "job"])
        record(actor=actor, act="credentials.batch-approved", object_type="batch", object_id=found.pk)
        tell_colleagues(found, only=found.made_by_id, words=APPROVED)
    return found


def _locked(batch: Batch, *allowed: BatchStatus) -> Batch:
    found = Batch.objects.select_for_update(of=("self",)).select_related("station", "organisation").get(pk=batch.pk)
    if found.status not in [each.value for each in allowed]:
        raise WRONG_STATUS
    return found


def issue_some(*, actor: Actor, batch: Batch, at_once: int = AT_ONCE) -> int:
    """Issue the next lines of an approved batch in this transaction; returns how many, 0 when all is done.

    Two workers at once take different lines; the last one marks the batch as issued.
    """
    with seeing_all():  # of somebody examined here once, nothing but this is known to the body
        waiting = batch.candidates.filter(passed=True, certificate=None)
        locked = waiting.select_for_update(of=("self",), skip_locked=True).order_by("pk")
        some: list[Candidate] = []
        while not some and (taken := list(locked.values_list("pk", flat=True)[:at_once])):
            # What another worker issued between our look and our lock shows only in a look after the lock.
            fresh = Candidate.objects.filter(pk__in=taken, certificate=None).select_related("person")
            some = list(fresh.order_by("pk"))
        if some:
            issue(actor=actor, batch=batch, candidates=some)
        elif not waiting.exists():
            Batch.objects.filter(pk=batch.pk, status=BatchStatus.APPROVED.value).update(status=BatchStatus.ISSUED.value)
    return len(some)


def issue(*, actor: Actor, batch: Batch, candidates: Sequence[Candidate]) -> list[Certificate]:
    """The certificates of some lines: numbers, documents, facts, places, all in the transaction of the caller."""
    kind, station = CertificateKind(batch.kind), batch.station
    issued_on = batch.issued_on or timezone.localdate()
    stated = [stated_of(kind, each.attributes) for each in candidates]
    prefixes = [prefix_of(kind, station, issued_on.year, each.level) for each in stated]
    numbers = {prefix: iter(take_numbers(prefix, prefixes.count(prefix))) for prefix in sorted(set(prefixes))}
    drafts = [
        Draft(each.person, words, next(numbers[prefix]), each.attributes, each)
        for each, words, prefix in zip(candidates, stated, prefixes, strict=True)
    ]
    return write(actor=actor, kind=kind, issuer=batch.organisation, issued_on=issued_on, drafts=drafts)
