"""What policy keeps: every decision about a person for good, where each person stands now, and the texts decided by."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from skillcity.policy.engine import OutcomeStatus
from skillcity.registry.models import Person

STATUSES = [status.value for status in OutcomeStatus]
NO_RULE = OutcomeStatus.NO_RULE.value


class KeptEdition(models.Model):
    """The words of an edition by which somebody was decided, as they were (目录存档).

    A file that came with the software may read otherwise in a later release; an old decision still replays by these.
    """

    region = models.CharField(max_length=6)
    catalogue = models.CharField(max_length=64)
    edition = models.CharField(max_length=32)
    digest = models.CharField(max_length=16)
    text = models.TextField()
    sets = models.JSONField(default=dict)
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "policy_kept_edition"
        constraints: ClassVar = [
            models.UniqueConstraint(name="kept_edition_once", fields=["region", "catalogue", "edition", "digest"]),
            models.CheckConstraint(name="kept_edition_has_words", condition=~Q(text="") & ~Q(digest="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As the engine names it: `330300/talent-class/2025`."""
        return f"{self.region}/{self.catalogue}/{self.edition}"


class Decision(models.Model):
    """What a catalogue gave a person (认定): the answer, and all that is needed to find it again.

    One row for each change; never changed, never removed. `kept` are the words decided by; None: no edition was in
    force any more. The answer rests on the first `facts_seen` facts of the person's chain and the three fields below;
    `facts_used` of them are visible and of kinds that the catalogue asks about, and `facts_digest` is theirs. Bit i of
    `clause_mask` (least first) says that clause i of the edition holds, of `unknown_mask` that it is not known.
    `amounts`: benefit -> [fen or basis points surely due, whether more may be]. `digest` is SHA-256 over all of it and
    the digest of the decision before.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    catalogue = models.CharField(max_length=64)
    kept = models.ForeignKey(KeptEdition, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    previous = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")
    as_of = models.DateField()
    known_at = models.DateTimeField()
    decided_at = models.DateTimeField(db_default=Now())
    value = models.CharField(max_length=64, blank=True)
    holds = models.TextField(blank=True)
    clause = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=24)
    open = models.TextField(blank=True)
    illustrative = models.BooleanField()
    clause_mask = models.BinaryField()
    unknown_mask = models.BinaryField()
    amounts = models.JSONField(default=dict)
    birth_date = models.DateField(null=True)
    sex = models.CharField(max_length=6)
    region_code = models.CharField(max_length=6)
    facts_seen = models.IntegerField()
    facts_used = models.IntegerField()
    facts_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "policy_decision"
        constraints: ClassVar = [
            models.CheckConstraint(name="decision_status", condition=Q(status__in=STATUSES)),
            models.CheckConstraint(name="decision_by_words", condition=Q(kept__isnull=False) | Q(status=NO_RULE)),
            models.CheckConstraint(name="decision_value_by_clause", condition=Q(value="") | ~Q(clause="")),
            models.CheckConstraint(
                name="decision_facts", condition=Q(facts_used__gte=0) & Q(facts_seen__gte=F("facts_used"))
            ),
            models.CheckConstraint(
                name="decision_digests",
                condition=Q(facts_digest__regex="^[0-9a-f]{64}$") & Q(digest__regex="^[0-9a-f]{64}$"),
            ),
            models.UniqueConstraint(
                name="decision_first_once", fields=["person", "catalogue"], condition=Q(previous=None)
            ),
        ]
        indexes: ClassVar = [models.Index(name="decision_person", fields=["person", "-id"])]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number by which people and banks name it."""
        return f"D{self.pk}"


class Standing(models.Model):
    """Where a person stands now under one edition (现状), and the decision that says so.

    Derived, so it can be made anew at any time. Without a decision it is hypothetical: what the edition before the one
    in force would say of the same facts. `fingerprint` differs whenever the answer, its text or its facts do.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    region = models.CharField(max_length=6)
    catalogue = models.CharField(max_length=64)
    edition = models.CharField(max_length=32, blank=True)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    value = models.CharField(max_length=64, blank=True)
    clause = models.CharField(max_length=64, blank=True)
    status = models.CharField(max_length=24)
    open = models.TextField(blank=True)
    illustrative = models.BooleanField()
    amounts = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64)
    evaluated_at = models.DateTimeField()

    class Meta:
        db_table = "policy_standing"
        constraints: ClassVar = [
            models.UniqueConstraint(name="standing_once", fields=["person", "catalogue", "region", "edition"]),
            models.UniqueConstraint(
                name="standing_one_decided", fields=["person", "catalogue"], condition=~Q(decision=None)
            ),
            models.CheckConstraint(name="standing_status", condition=Q(status__in=STATUSES)),
        ]
        indexes: ClassVar = [models.Index(name="standing_value", fields=["catalogue", "edition", "value", "person"])]


class LastCheck(models.Model):
    """When a person was last evaluated, and by what: nothing else is written on a day on which nothing differs.

    `facts`: how many their chain had; `editions`: digest of the editions that apply where they live; `fields`: MD5 of
    the person's fields that rules may ask about. Whoever differs in one of them is stale.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    checked_on = models.DateField()
    facts = models.IntegerField()
    editions = models.CharField(max_length=16)
    fields = models.CharField(max_length=32)

    class Meta:
        db_table = "policy_last_check"


from skillcity.policy.studio import models as studio  # noqa: E402  (the studio's tables belong to this room)

__all__ = ["Decision", "KeptEdition", "LastCheck", "Standing", "studio"]
