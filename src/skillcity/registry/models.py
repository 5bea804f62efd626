"""People and organisations, who belongs where, and who may use what with whose consent."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Substr

from skillcity.platform.ui.language import tr
from skillcity.registry.kinds import MembershipRole, OrganisationKind, Purpose, TieKind

REGION = r"^[0-9]{6}$"


def one_of(field: str, kinds: type) -> Q:
    """The check that a column holds one of an enumeration's values."""
    return Q(**{f"{field}__in": [each.value for each in kinds]})  # type: ignore[attr-defined]  # enums iterate


def date_range() -> Func:
    """The inclusive range valid_from..valid_to of a row, for exclusion constraints."""
    return Func(F("valid_from"), F("valid_to"), Value("[]"), function="daterange", output_field=DateRangeField())


def suffix(start: int) -> models.GeneratedField:
    """The name from its n-th character on, kept by the database.

    Under row-level security an index answers only to leakproof operators: comparisons are, LIKE and array operators
    are not. A part of a name is therefore found as the beginning of one of its suffixes, in the order of bytes.
    """
    return models.GeneratedField(
        expression=Substr("name", start),
        output_field=models.CharField(max_length=64, db_collation="C"),
        db_persist=True,
    )


class Person(models.Model):
    """A natural person (人员). The ID number stands sealed in `IdentityDocument`."""

    name = models.CharField(tr("姓名", "Name"), max_length=64, db_collation="C")
    from_second = suffix(2)
    from_third = suffix(3)
    initials = models.CharField(max_length=32, blank=True, db_collation="C")
    birth_date = models.DateField(tr("出生日期", "Date of birth"), null=True)
    sex = models.CharField(
        tr("性别", "Sex"), max_length=6, choices=[("male", tr("男", "Male")), ("female", tr("女", "Female"))]
    )
    region_code = models.CharField(tr("所属县(市、区)", "County"), max_length=6)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="person_region_code", condition=Q(region_code__regex=REGION)),
            models.CheckConstraint(name="person_sex", condition=Q(sex__in=["male", "female"])),
            models.CheckConstraint(name="person_name_given", condition=~Q(name="")),
        ]
        indexes: ClassVar = [
            models.Index(name="person_region", fields=["region_code", "id"]),
            models.Index(name="person_name", fields=["name"]),
            models.Index(name="person_second", fields=["from_second"]),
            models.Index(name="person_third", fields=["from_third"]),
            models.Index(name="person_initials", fields=["initials"]),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"


class IdentityDocument(models.Model):
    """A sealed number that identifies a person (证件); found by its blind index, shown masked."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=16, default="resident-id")
    key_id = models.SmallIntegerField()
    cipher = models.BinaryField()
    blind_index = models.BinaryField()
    masked = models.CharField(max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="document_number_once",
                fields=["kind", "blind_index"],
                violation_error_message=tr("这个证件号码已登记。", "This number is registered already."),
            ),
            models.CheckConstraint(
                name="document_kind",
                condition=Q(kind__in=["resident-id", "passport", "hk-macao-permit", "taiwan-permit"]),
            ),
        ]
        indexes: ClassVar = [models.Index(name="document_person", fields=["person"])]


class Contact(models.Model):
    """How a person is reached (联系方式)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=8, choices=[("phone", tr("手机", "Phone")), ("email", tr("邮箱", "E-mail"))])
    value = models.CharField(max_length=128)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="contact_once", fields=["person", "kind", "value"]),
            models.CheckConstraint(name="contact_kind", condition=Q(kind__in=["phone", "email"])),
        ]


class Organisation(models.Model):
    """A legal body or a unit that the programme deals with (机构)."""

    name = models.CharField(tr("名称", "Name"), max_length=128)
    initials = models.CharField(max_length=64, blank=True)
    kind = models.CharField(
        tr("类型", "Kind"),
        max_length=20,
        choices=[(each.value, tr(each.label.zh, each.label.en)) for each in OrganisationKind],
    )
    credit_code = models.CharField(tr("统一社会信用代码", "Credit code"), max_length=18, unique=True)
    region_code = models.CharField(tr("所在县(市、区)", "County"), max_length=6)
    founded_on = models.DateField(tr("成立日期", "Founded on"), null=True, blank=True)
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="organisation_kind", condition=one_of("kind", OrganisationKind)),
            models.CheckConstraint(name="organisation_region_code", condition=Q(region_code__regex=REGION)),
            models.CheckConstraint(name="organisation_credit_code", condition=Q(credit_code__regex=r"^[0-9A-Z]{18}$")),
        ]
        indexes: ClassVar = [models.Index(name="organisation_kind", fields=["kind", "region_code"])]

    def __str__(self) -> str:
        return self.name


class Delegate(models.Model):
    """An account that acts for an organisation (机构经办账号)."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)


class Membership(models.Model):
    """A person belongs to an organisation for a while (成员关系).

    `region_code` follows the person's by a composite foreign key, so that the row's own policy needs no look at the
    person (two policies that look at each other would never end).
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(
        max_length=16, choices=[(each.value, tr(each.label.zh, each.label.en)) for each in MembershipRole]
    )
    valid_from = models.DateField(tr("开始日期", "From"))
    valid_to = models.DateField(tr("结束日期", "To"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="membership_role", condition=one_of("role", MembershipRole)),
            models.CheckConstraint(
                name="membership_dates", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            ExclusionConstraint(
                name="membership_no_overlap",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (date_range(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=tr("同一身份的时间重叠。", "The same membership overlaps in time."),
            ),
        ]
        indexes: ClassVar = [models.Index(name="membership_organisation", fields=["organisation", "person"])]


class Site(models.Model):
    """A training site of an organisation with its workstations (实训场地)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    name = models.CharField(max_length=128)
    workstations = models.PositiveIntegerField(tr("工位数", "Workstations"))

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="site_once", fields=["organisation", "name"])]


class Offering(models.Model):
    """A major that a college teaches (开设专业); `integrated` is a work-study integrated course (工学一体化)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offerings")
    major_code = models.CharField(max_length=8)
    major_name = models.CharField(max_length=64)
    integrated = models.BooleanField(tr("工学一体化", "Integrated"))
    since = models.DateField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(name="offering_once", fields=["organisation", "major_code"])]


class Tie(models.Model):
    """Two organisations work together (合作关系): the first is the partner, member or leader of the second."""

    source = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ties")
    target = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tied")
    kind = models.CharField(max_length=20, choices=[(each.value, tr(each.label.zh, each.label.en)) for each in TieKind])
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="tie_kind", condition=one_of("kind", TieKind)),
            models.CheckConstraint(name="tie_between_two", condition=~Q(source=F("target"))),
            models.CheckConstraint(name="tie_dates", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))),
            ExclusionConstraint(
                name="tie_no_overlap",
                expressions=[
                    ("source", RangeOperators.EQUAL),
                    ("target", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (date_range(), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class Consent(models.Model):
    """A person lets an organisation use their data for one purpose (授权), and may withdraw it any time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    region_code = models.CharField(max_length=6)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(
        max_length=16, choices=[(each.value, tr(each.label.zh, each.label.en)) for each in Purpose]
    )
    given_at = models.DateTimeField(auto_now_add=True)
    ends_on = models.DateField(tr("到期日", "Ends on"))
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="consent_purpose", condition=one_of("purpose", Purpose)),
            models.UniqueConstraint(
                name="consent_once",
                fields=["person", "organisation", "purpose"],
                condition=Q(withdrawn_at=None),
                violation_error_message=tr("这项授权已经给过。", "This consent is given already."),
            ),
        ]
        indexes: ClassVar = [models.Index(name="consent_organisation", fields=["organisation", "person"])]
