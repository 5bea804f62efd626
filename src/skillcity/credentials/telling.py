"""Who is told: of a change the person and everybody who relies on it with consent; of a batch the colleagues."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.models import Batch, Certificate, Share
from skillcity.kernel.text import Text
from skillcity.platform.accounts.scope import seeing_all
from skillcity.platform.notices.services import tell
from skillcity.registry.models import Consent, Delegate, Person

WORDS = {
    (Purpose.REVOKED, True): Text("证书 {number} 已撤销：{reason}", "Certificate {number} was revoked: {reason}"),
    (Purpose.SUSPENDED, True): Text("证书 {number} 已暂停：{reason}", "Certificate {number} was suspended: {reason}"),
    (Purpose.SUSPENDED, False): Text("证书 {number} 已恢复：{reason}", "Certificate {number} counts again: {reason}"),
    (Purpose.SUPERSEDED, True): Text(
        "证书 {number} 已被新证书取代：{reason}", "Certificate {number} was replaced by a newer one: {reason}"
    ),
}
ISSUED = Text("您有新证书：{title}，编号 {number}。", "You have a new certificate: {title}, number {number}.")


def tell_of_change(certificate: Certificate, purpose: Purpose, *, marked: bool, reason: str) -> int:
    """Tell everybody concerned, in the transaction of the change; returns how many.

    The clerk who revokes sees neither the person's account nor their consents: both are looked up beyond that scope.
    """
    words = WORDS[purpose, marked].format(number=certificate.number, reason=reason)
    about = f"certificate:{certificate.number}"
    with seeing_all():
        own = list(Person.objects.filter(pk=certificate.person_id, account__gt=0).values_list("account_id", flat=True))
        receivers = {*_consenting(certificate), *_shown(certificate)}
        delegates = Delegate.objects.filter(organisation__in=receivers).order_by("pk").values_list("account", flat=True)
        told = tell(accounts=own, words=words, url=own_page(), about=about)
        url = reverse("verify-token", args=[certificate.token])
        return told + tell(accounts=list(delegates), words=words, url=url, about=about)


def _consenting(certificate: Certificate) -> Iterable[int]:
    """The organisations that hold a consent of the person."""
    rows = Consent.objects.filter(person=certificate.person_id, withdrawn_at=None, ends_on__gte=timezone.localdate())
    return rows.values_list("organisation", flat=True)


def _shown(certificate: Certificate) -> Iterable[int]:
    """The organisations to which the person shows this very certificate."""
    rows = Share.objects.filter(person=certificate.person_id, withdrawn_at=None, ends_on__gte=timezone.localdate())
    shown = rows.filter(organisation__gt=0, certificates__contains=[certificate.number])
    return shown.values_list("organisation", flat=True)


def tell_of_issue(certificates: Iterable[Certificate]) -> int:
    """Tell those of the people who have an account that they have a new certificate."""
    found = list(certificates)
    with seeing_all():
        whose = Person.objects.filter(pk__in=[each.person_id for each in found], account__gt=0)
        accounts = dict(whose.values_list("pk", "account_id"))
    told = 0
    for each in found:
        if each.person_id in accounts:
            words = ISSUED.format(title=each.title, number=each.number)
            about = f"certificate:{each.number}"
            told += tell(accounts=[accounts[each.person_id]], words=words, url=own_page(), about=about)
    return told


def tell_colleagues(batch: Batch, *, words: Text, but: int = 0, only: int = 0) -> int:
    """Tell the other clerks of a body (`but`: not this account), or one of them (`only`), how a batch stands."""
    clerks = Delegate.objects.filter(organisation=batch.organisation_id).exclude(account=but)
    if only:
        clerks = clerks.filter(account=only)
    said = words.format(title=batch.title, remark=batch.remark)
    accounts = list(clerks.order_by("pk").values_list("account", flat=True))
    return tell(accounts=accounts, words=said, url=reverse("batch", args=[batch.pk]), about=f"batch:{batch.pk}")


def own_page() -> str:
    """Where a person sees their own certificates: the passport."""
    try:
        return reverse("passport")
    except NoReverseMatch:  # the site shows no passport
        return ""
