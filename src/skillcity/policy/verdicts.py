"""What a bank or an insurer is told with a person's consent: verdicts and their references, never a fact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from skillcity.facts.models import Fact
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.scope import seeing_all
from skillcity.policy.applying import applying_in
from skillcity.policy.editions import TALENT, TERMS, learn_terms
from skillcity.policy.engine import Confidence, Status
from skillcity.policy.engine.benefit import Benefit, Measure
from skillcity.policy.models import Standing
from skillcity.registry.kinds import Purpose
from skillcity.registry.models import Consent, Person

CERTIFICATE = "certificate"
ASKED: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.LOAN: (TALENT, "skill-loan"),
    Purpose.INSURANCE: (TALENT, "skill-insurance"),
    Purpose.VERIFICATION: (TALENT,),
}
"""By the purpose of the consent: the catalogues whose verdict it opens. Any other purpose opens none."""


class Refusal(Enum):
    """Why no verdict is given; the same words whether there is such a person or not."""

    NO_CONSENT = Text("没有本人对这一用途的有效授权。", "There is no consent of the person for this purpose in force.")
    NO_PURPOSE = Text("这一用途不提供认定结果。", "This purpose opens no verdict.")


@dataclass(frozen=True, slots=True)
class Granted:
    """An amount that a benefit gives: fen for a limit or a payment, basis points for a rate.

    `conflict`: the sources contradict each other, so that no figure of this benefit is anybody's.
    """

    benefit: str
    text: Text
    measure: Measure
    amount: int
    open: bool
    illustrative: bool
    conflict: bool


@dataclass(frozen=True, slots=True)
class Said:
    """The verdict of one catalogue and the decision that it is. `holds`: codes of the class or rights held."""

    catalogue: str
    edition: str
    title: Text
    status: str
    holds: tuple[tuple[str, Text], ...]
    open: bool
    illustrative: bool
    granted: tuple[Granted, ...]
    decision: str
    digest: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is told. `certificates_valid`: whether at least one certificate of a skill level is in force today."""

    person_id: int
    purpose: Purpose
    consent_id: int
    ends_on: date
    certificates_valid: bool
    said: tuple[Said, ...]


def verdict(actor: Actor, *, person_id: int, purpose: Purpose) -> Verdict | Refusal:
    """The verdict for a consent's receiver, or why there is none. The caller writes the look to the audit."""
    if purpose not in ASKED:
        return Refusal.NO_PURPOSE
    found = [each for each in _consents(actor, person_id) if each.purpose == purpose.value]
    return _told(found)[0] if found else Refusal.NO_CONSENT


def verdicts(actor: Actor, *, person_id: int) -> list[Verdict]:
    """The verdicts for all purposes for which the receiver holds a consent."""
    return _told(_consents(actor, person_id))


def _consents(actor: Actor, person_id: int) -> list[Consent]:
    """The consents in force that open a verdict, with the person."""
    today = timezone.localdate()
    rows = Consent.objects.filter(person_id=person_id, organisation__in=actor.organisation_ids, withdrawn_at=None)
    rows = rows.filter(ends_on__gte=today, purpose__in=[each.value for each in ASKED])
    return list(rows.select_related("person").order_by("pk"))


def _told(consents: Sequence[Consent]) -> list[Verdict]:
    if not consents:
        return []
    person, today = consents[0].person, timezone.localdate()
    names = {name for each in consents for name in ASKED[Purpose(each.purpose)]}
    rows = Standing.objects.filter(person=person, catalogue__in=names).exclude(decision=None)
    found = list(rows.select_related("decision").annotate(terms=TERMS).order_by("pk"))
    if found:
        learn_terms(found[0].terms)
    with seeing_all():  # whether there is one is told, the facts themselves are hidden from the receiver
        is_valid = _valid_certificates(today).filter(person=person).exists()
    stored = {row.catalogue: row for row in found}
    return [
        Verdict(
            person.pk,
            Purpose(each.purpose),
            each.pk,
            each.ends_on,
            is_valid,
            tuple(_said(person, stored, ASKED[Purpose(each.purpose)], today)),
        )
        for each in consents
    ]


def _valid_certificates(today: date) -> QuerySet[Fact]:
    """Certificates that stand, neither corrected nor retracted, and are in force."""
    newer = Fact.objects.filter(person=OuterRef("person"), supersedes=OuterRef("seq"))
    rows = Fact.objects.filter(kind=CERTIFICATE, retracts=False, valid_from__lte=today)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=today)).exclude(Exists(newer))


def _said(person: Person, stored: Mapping[str, Standing], names: tuple[str, ...], today: date) -> list[Said]:
    applied = applying_in(person.region_code, today)
    found = []
    for name in names:
        standing, edition = stored.get(name), applied.named(name)
        if standing is None or standing.decision is None or edition is None or standing.edition != edition.edition:
            continue  # no rule in force, or not evaluated yet
        decision = standing.decision
        held = [each for each in decision.holds.split(",") if each]
        benefits = {each.id: each for each in edition.benefits}
        granted = [
            _granted(benefits[key], amount, more) for key, (amount, more) in decision.amounts.items() if key in benefits
        ]
        found.append(
            Said(
                name,
                edition.name,
                edition.title,
                decision.status,
                tuple((each, edition.outcome.label(each)) for each in held),
                bool(decision.open),
                decision.illustrative,
                tuple(granted),
                decision.reference,
                decision.digest,
                decision.as_of,
            )
        )
    return found


def _granted(benefit: Benefit, amount: int, more: bool) -> Granted:
    illustrative = benefit.status is Status.ILLUSTRATIVE
    conflict = benefit.cite.confidence is Confidence.CONFLICT
    return Granted(benefit.id, benefit.text, benefit.measure, amount, more, illustrative, conflict)
