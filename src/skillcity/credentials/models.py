"""Certificates with their numbers, keys, batches and status; all that is public of one stands in its document."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.kinds import BatchStatus, CertificateKind, Matter
from skillcity.credentials.ticket_kinds import TicketAct, TicketStatus, Wrong
from skillcity.platform.ui.language import tr
from skillcity.registry.models import Organisation, Person, one_of

STATION = r"^[YS][0-9]{4}[0-9]{2}[0-9]{6}$"


class SigningKey(models.Model):
    """A key of an evaluation body (签发密钥): the public half for everybody, the private half sealed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    public = models.CharField(max_length=64, unique=True)
    sealing_key = models.SmallIntegerField()
    sealed = models.BinaryField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    compromised = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "credentials_key"
        constraints: ClassVar = [
            models.UniqueConstraint(name="key_number_once", fields=["organisation", "number"]),
            models.UniqueConstraint(
                name="key_one_current", fields=["organisation"], condition=Q(until=None, compromised=None)
            ),
            models.CheckConstraint(name="key_ends_after", condition=Q(until=None) | Q(until__gt=F("since"))),
        ]


class Station(models.Model):
    """A station of an evaluation body (评价站点): the first 13 characters of the numbers that it gives."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(tr("站点编码", "Station code"), max_length=13, unique=True)
    name = models.CharField(tr("名称", "Name"), max_length=128)

    class Meta:
        db_table = "credentials_station"
        constraints: ClassVar = [models.CheckConstraint(name="station_code", condition=Q(code__regex=STATION))]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Series(models.Model):
    """A run of numbers (号段): what stands before the serial, and the last serial given.

    The row is locked by whoever takes a number until that certificate is there or the attempt is undone: no number is
    given twice, none is left out.
    """

    prefix = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        db_table = "credentials_series"
        constraints: ClassVar = [
            models.CheckConstraint(name="series_last", condition=Q(last__gte=1, last__lte=999_999))
        ]


class Batch(models.Model):
    """Certificates of one sitting, class or contest (签发批次): made by one, approved by another."""

    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="batches")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=20, choices=[(each.value, tr(each.label.zh, each.label.en)) for each in CertificateKind]
    )
    title = models.CharField(tr("名称", "Title"), max_length=128)
    held_on = models.DateField(tr("考核或结业日期", "Day of the exam or completion"))
    status = models.CharField(max_length=10, default=BatchStatus.DRAFT.value)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField(null=True)
    issued_on = models.DateField(tr("发证日期", "Date of issue"), null=True)
    remark = models.CharField(max_length=400, blank=True)
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        db_table = "credentials_batch"
        constraints: ClassVar = [
            models.CheckConstraint(name="batch_kind", condition=one_of("kind", CertificateKind)),
            models.CheckConstraint(name="batch_status", condition=one_of("status", BatchStatus)),
            models.CheckConstraint(
                name="batch_four_eyes",
                condition=Q(approved_by=None) | ~Q(approved_by=F("made_by")),
                violation_error_message=tr("须由另一人复核。", "Another person must approve."),
            ),
            models.CheckConstraint(
                name="batch_approved_before_issue",
                condition=~Q(status__in=["approved", "issued"])
                | Q(approved_by__isnull=False, approved_at__isnull=False, issued_on__isnull=False),
            ),
        ]


class Candidate(models.Model):
    """A line of a batch (拟发证人员): who, what for, with which results; never issued twice.

    `name` is the person's when the line was written: who examined somebody need not see their record to read it.
    `scores` are points of 100 by part (theory, skill, panel), as text, so that 59.9 stays 59.9.
    """

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="candidates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=64)
    attributes = models.JSONField()
    scores = models.JSONField(default=dict)
    passed = models.BooleanField()
    remark = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "credentials_candidate"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="candidate_once",
                fields=["batch", "person", "attributes"],
                violation_error_message=tr("此人已在本批次中。", "This person is in the batch already."),
            )
        ]


class Certificate(models.Model):
    """A certificate that was issued here (证书). The signed document never changes; its status stands beside it."""

    number = models.CharField(max_length=24, unique=True)
    token = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="certificate", null=True)
    title = models.CharField(max_length=128)
    issued_on = models.DateField()
    until = models.DateField(null=True)
    fact = models.IntegerField()
    document = models.TextField()
    status_list = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, related_name="successor", null=True)
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "credentials_certificate"
        constraints: ClassVar = [
            models.CheckConstraint(name="certificate_kind", condition=one_of("kind", CertificateKind)),
            models.UniqueConstraint(name="certificate_place_once", fields=["organisation", "status_list", "place"]),
        ]
        indexes: ClassVar = [models.Index(name="certificate_person", fields=["person", "issued_on"])]

    def __str__(self) -> str:
        return self.number


class StatusChange(models.Model):
    """A certificate was revoked, suspended, given back or superseded (状态变更): by whom, why, approved by whom."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="changes")
    purpose = models.CharField(max_length=12)
    marked = models.BooleanField()
    reason = models.CharField(max_length=400)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "credentials_status_change"
        constraints: ClassVar = [
            models.CheckConstraint(name="status_purpose", condition=one_of("purpose", Purpose)),
            models.CheckConstraint(name="status_reason_given", condition=~Q(reason="")),
            models.CheckConstraint(name="status_four_eyes", condition=Q(asked_by=None) | ~Q(asked_by=F("approved_by"))),
            models.CheckConstraint(name="status_revoked_for_good", condition=~Q(purpose="revocation", marked=False)),
        ]
        indexes: ClassVar = [models.Index(name="status_change_certificate", fields=["certificate", "at"])]


class ChangeRequest(models.Model):
    """Somebody asks that a certificate be revoked or replaced (撤销、更换申请); a colleague does it, or says why not.

    `attributes` are what the corrected certificate shall say instead; empty for a revocation.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="requests")
    matter = models.CharField(max_length=8)
    attributes = models.JSONField(default=dict)
    reason = models.CharField(max_length=400)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    answer = models.CharField(max_length=400, blank=True)

    class Meta:
        db_table = "credentials_request"
        constraints: ClassVar = [
            models.CheckConstraint(name="request_matter", condition=one_of("matter", Matter)),
            models.CheckConstraint(name="request_reason_given", condition=~Q(reason="")),
            models.CheckConstraint(name="request_four_eyes", condition=~Q(granted=True) | ~Q(asked_by=F("decided_by"))),
            models.CheckConstraint(
                name="request_decided",
                condition=Q(granted=None, decided_by=None, decided_at=None)
                | Q(granted__isnull=False, decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.UniqueConstraint(name="request_open_once", fields=["certificate"], condition=Q(granted=None)),
        ]


class Share(models.Model):
    """What a person shows to somebody without an account (出示): certificates and facts, for a purpose, until a day.

    Who only reads the database cannot make the link of it: that takes the key of the installation as well.
    `organisation`: the receiver when it has accounts here; its delegates are told when a certificate changes.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    secret = models.BinaryField(unique=True)
    receiver = models.CharField(tr("给谁看", "For whom"), max_length=80)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    purpose = models.CharField(tr("用途", "Purpose"), max_length=120)
    certificates = models.JSONField(default=list)
    facts = models.JSONField(default=list)
    with_class = models.BooleanField(tr("人才类别", "Talent class"), default=False)
    ends_on = models.DateField(tr("到期日", "Ends on"))
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "credentials_share"
        constraints: ClassVar = [
            models.CheckConstraint(name="share_receiver_given", condition=~Q(receiver="") & ~Q(purpose="")),
        ]
        indexes: ClassVar = [models.Index(name="share_person", fields=["person", "-made_at"])]


class Ticket(models.Model):
    """Something on a certificate is wrong (更正申请), says its holder, a clerk or an officer; the issuing body answers.

    That it was mended is not stored: the certificate then has a successor. `status` ends it without one.
    """

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="tickets")
    wrong = models.CharField(max_length=12)
    status = models.CharField(max_length=10, default=TicketStatus.OPEN.value)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "credentials_ticket"
        constraints: ClassVar = [
            models.CheckConstraint(name="ticket_wrong", condition=one_of("wrong", Wrong)),
            models.CheckConstraint(name="ticket_status", condition=one_of("status", TicketStatus)),
            models.UniqueConstraint(name="ticket_open_once", fields=["certificate"], condition=Q(status="open")),
        ]


class TicketStep(models.Model):
    """What somebody said or did about a ticket (办理记录): the evidence of both sides stays as it was given."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=10)
    words = models.CharField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "credentials_ticket_step"
        constraints: ClassVar = [
            models.CheckConstraint(name="ticket_step_act", condition=one_of("act", TicketAct)),
            models.CheckConstraint(name="ticket_step_words", condition=~Q(words="")),
        ]
