"""Whether a fact agrees with what is known already: the calendar, the classification, its certificate's number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from skillcity.facts.engine.kinds import FactKind
from skillcity.facts.models import Fact
from skillcity.kernel.certificate_number import CertificateNumber
from skillcity.kernel.errors import InputError
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text
from skillcity.reference.selectors import occupation_names

CERTIFICATE = "certificate"


def check_agreement(
    *, kind: FactKind, person_id: int, valid_from: date, attributes: Mapping[str, object], today: date
) -> None:
    """Raise InputError for a start after today, an unknown occupation, or a number that contradicts the certificate.

    `attributes` are in canonical form (see `services.check_fact`).
    """
    if valid_from > today:
        raise InputError("facts.future", Text("日期晚于今天。", "The date is after today."), where=kind.since.zh)
    _check_occupation(kind, attributes)
    if kind.name == CERTIFICATE:
        _check_number(kind, person_id, valid_from, attributes)


def _check_occupation(kind: FactKind, attributes: Mapping[str, object]) -> None:
    code = attributes.get("occupation")
    names = occupation_names() if code else {}
    if names and code not in names:
        raise InputError(
            "facts.unknown-occupation",
            Text(f"职业分类大典中没有“{code}”。", f"“{code}” is not in the classification of occupations."),
            where=kind.attributes["occupation"].label.zh,
        )


def _check_number(kind: FactKind, person_id: int, issued: date, attributes: Mapping[str, object]) -> None:
    label = kind.attributes["number"].label.zh
    number = CertificateNumber.parse(str(attributes["number"]))
    differences = number.differences(year=issued.year, level=SkillLevel.parse(str(attributes["level"])))
    if differences:
        raise InputError(differences[0].code, differences[0].what, where=label)
    others = Fact.objects.filter(kind=CERTIFICATE, attributes__number=str(number)).exclude(person_id=person_id)
    if others.exists():
        raise InputError(
            "certificate.number-taken",
            Text("这个证书编号已登记在另一个人名下。", "This certificate number is registered for another person."),
            where=label,
        )
