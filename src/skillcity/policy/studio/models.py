"""What the studio keeps: drafts with every revision, proposals, editions in force, and what a draft would change."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Now

from skillcity.platform.jobs.models import Job
from skillcity.platform.ui.language import tr
from skillcity.policy.studio.kinds import DraftState, Matter, ProposalState, Shift
from skillcity.registry.models import Person


def days() -> Func:
    """The days of an edition, both included, for the exclusion constraint."""
    return Func(F("first_day"), F("last_day"), Value("[]"), function="daterange", output_field=DateRangeField())


def one_of(field: str, kinds: type) -> Q:
    """The check that a column holds one of an enumeration's values."""
    return Q(**{f"{field}__in": [each.value for each in kinds]})  # type: ignore[attr-defined]  # enums iterate


class Draft(models.Model):
    """A catalogue in the making (草稿). Its words stand in its revisions; `revision` is the newest one's number."""

    region = models.CharField(max_length=6)
    catalogue = models.CharField(max_length=64)
    edition = models.CharField(max_length=32)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    base = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=DraftState.OPEN.value)
    revision = models.IntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "policy_draft"
        constraints: ClassVar = [models.CheckConstraint(name="draft_state", condition=one_of("state", DraftState))]
        indexes: ClassVar = [models.Index(name="draft_state", fields=["state", "-id"])]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Revision(models.Model):
    """The whole words of a draft after one change (修订); never changed, never removed."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    number = models.IntegerField()
    text = models.TextField()
    sets = models.JSONField(default=dict)
    cases = models.TextField()
    what_zh = models.CharField(max_length=200)
    what_en = models.CharField(max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "policy_revision"
        constraints: ClassVar = [models.UniqueConstraint(name="revision_once", fields=["draft", "number"])]

    def __str__(self) -> str:
        return f"revision {self.draft_id}.{self.number}"


class Edition(models.Model):
    """An edition with the days on which it is in force (版本).

    One that this city published carries its words; one that came with the software (`shipped`) stands here once its
    days are touched, and its words stay in its file. The words are never changed; `last_day` is, by the next edition.
    """

    region = models.CharField(max_length=6)
    catalogue = models.CharField(max_length=64)
    edition = models.CharField(max_length=32)
    shipped = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    sets = models.JSONField(default=dict)
    cases = models.TextField(blank=True)
    digest = models.CharField(max_length=16, blank=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "policy_edition"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="edition_once",
                fields=["region", "catalogue", "edition"],
                violation_error_message=tr("这个版本号已经用过。", "This name of an edition is taken."),
            ),
            models.CheckConstraint(
                name="edition_by_two",
                condition=Q(shipped=True)
                | (Q(author__isnull=False, approver__isnull=False) & ~Q(approver=F("author"))),
                violation_error_message=tr("须由另一位经办人员审批。", "Another officer must approve."),
            ),
            models.CheckConstraint(
                name="edition_has_words",
                condition=Q(shipped=True) | (~Q(text="") & ~Q(digest="")),
            ),
            models.CheckConstraint(
                name="edition_days", condition=Q(last_day=None) | Q(first_day=None) | Q(last_day__gte=F("first_day"))
            ),
            ExclusionConstraint(
                name="edition_one_in_force",
                expressions=[
                    ("region", RangeOperators.EQUAL),
                    ("catalogue", RangeOperators.EQUAL),
                    (days(), RangeOperators.OVERLAPS),
                ],
                condition=Q(withdrawn_at=None),
                violation_error_message=tr("同一天只能有一个版本有效。", "One edition only is in force on a day."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As the engine names it: `330300/talent-class/2026`."""
        return f"{self.region}/{self.catalogue}/{self.edition}"


class Proposal(models.Model):
    """One officer proposes, another decides (提请与审批): to publish a revision, or to withdraw an edition."""

    matter = models.CharField(max_length=12)
    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, null=True, related_name="+")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=12, default=ProposalState.WAITING.value)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_on = models.DateField()
    proposed_at = models.DateTimeField(db_default=Now())
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)
    alone = models.BooleanField(default=False)

    class Meta:
        db_table = "policy_proposal"
        constraints: ClassVar = [
            models.CheckConstraint(name="proposal_matter", condition=one_of("matter", Matter)),
            models.CheckConstraint(name="proposal_state", condition=one_of("state", ProposalState)),
            models.CheckConstraint(
                name="proposal_about_one",
                condition=Q(matter=Matter.PUBLISH.value, draft__isnull=False, revision__isnull=False)
                | Q(matter=Matter.WITHDRAW.value, edition__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_decided_by_another",
                condition=~Q(state__in=[ProposalState.APPROVED.value, ProposalState.RETURNED.value])
                | Q(matter=Matter.WITHDRAW.value, alone=True)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                violation_error_message=tr("须由另一位经办人员审批。", "Another officer must decide."),
            ),
            models.CheckConstraint(
                name="proposal_past_day_has_reason",
                condition=Q(first_day__gte=F("proposed_on")) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="proposal_return_has_answer",
                condition=~Q(state=ProposalState.RETURNED.value) | ~Q(answer=""),
            ),
            models.UniqueConstraint(
                name="proposal_one_waiting",
                fields=["draft"],
                condition=Q(state=ProposalState.WAITING.value, matter=Matter.PUBLISH.value),
            ),
            models.UniqueConstraint(
                name="withdrawal_one_waiting",
                fields=["edition"],
                condition=Q(state=ProposalState.WAITING.value, matter=Matter.WITHDRAW.value),
            ),
        ]
        indexes: ClassVar = [models.Index(name="proposal_state", fields=["state", "-id"])]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class Simulation(models.Model):
    """What a revision would change for the people of the city, against another text (模拟).

    `against` names an edition (`330300/talent-class/2025`) or a revision (`revision:12`). `figures` holds counts only.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    against = models.CharField(max_length=120)
    as_of = models.DateField()
    sample = models.IntegerField(null=True)
    seed = models.IntegerField(default=0)
    figures = models.JSONField(null=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "policy_simulation"
        indexes: ClassVar = [models.Index(name="simulation_revision", fields=["revision", "-id"])]

    def __str__(self) -> str:
        return f"simulation {self.pk}"


class SimulationRow(models.Model):
    """One person whose class, clause or money a simulation changes (受影响的人)."""

    simulation = models.ForeignKey(Simulation, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    shift = models.CharField(max_length=8)
    old_value = models.CharField(max_length=64, blank=True)
    new_value = models.CharField(max_length=64, blank=True)
    old_clause = models.CharField(max_length=64, blank=True)
    new_clause = models.CharField(max_length=64, blank=True)
    cause = models.CharField(max_length=64, blank=True)
    old_amount = models.BigIntegerField(default=0)
    new_amount = models.BigIntegerField(default=0)
    region = models.CharField(max_length=6)
    occupation = models.CharField(max_length=32, blank=True)
    level = models.CharField(max_length=24, blank=True)

    class Meta:
        db_table = "policy_simulation_row"
        constraints: ClassVar = [
            models.UniqueConstraint(name="simulation_row_once", fields=["simulation", "person"]),
            models.CheckConstraint(name="simulation_row_shift", condition=one_of("shift", Shift)),
        ]
        indexes: ClassVar = [
            models.Index(name="simulation_row_shift", fields=["simulation", "shift", "person"]),
            models.Index(name="simulation_row_cause", fields=["simulation", "cause", "person"]),
        ]
