"""Who is told when a certificate changes: the person, and everybody who may rely on it with the person's consent."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from skillcity.credentials.engine.status import Purpose
from skillcity.credentials.models import Certificate
from skillcity.kernel.text import Text
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


def tell_of_change(certificate: Certificate, purpose: Purpose, *, marked: bool, reason: str) -> int:
    """Tell everybody concerned, in the transaction of the change and in the scope of the system; returns how many."""
    words = WORDS[purpose, marked].format(number=certificate.number, reason=reason)
    about = f"certificate:{certificate.number}"
    account = Person.objects.filter(pk=certificate.person_id).values_list("account_id", flat=True).first()
    own = tell(accounts=[account], words=words, url=reverse("passport"), about=about) if account else 0
    receivers = Consent.objects.filter(
        person=certificate.person_id, withdrawn_at=None, ends_on__gte=timezone.localdate()
    ).values_list("organisation", flat=True)
    delegates = Delegate.objects.filter(organisation__in=list(receivers)).values_list("account", flat=True)
    url = reverse("verify-token", args=[certificate.token])
    return own + tell(accounts=list(delegates), words=words, url=url, about=about)
