"""Verifying what was issued here with the status of this very moment: as with a fresh list, without making one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from skillcity.credentials.engine.status import Purpose, marked_by
from skillcity.credentials.engine.verifying import StatusList, Verification, verify
from skillcity.credentials.keeping import did_of, trusted
from skillcity.credentials.models import Certificate, StatusChange
from skillcity.credentials.publishing import VALID
from skillcity.credentials.writing import list_url


def with_status(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Certificates with their issuer, their successor and the changes of their status, in one query."""
    changes = StatusChange.objects.filter(certificate=OuterRef("pk")).order_by("at", "pk")
    said = changes.values(said=JSONObject(purpose="purpose", marked="marked"))
    return rows.select_related("organisation", "successor").annotate(said=ArraySubquery(said))


def marked_in(certificate: Certificate) -> frozenset[Purpose]:
    """What is marked now of a certificate that was read `with_status`."""
    said: list[dict[str, Any]] = certificate.said  # type: ignore[attr-defined]  # annotated by `with_status`
    return marked_by((each["purpose"], each["marked"]) for each in said)


def verified(certificates: Sequence[Certificate], now: datetime) -> list[Verification]:
    """The outcome for each certificate that was read `with_status`; one query for the keys of all issuers."""
    issuers = {each.organisation_id: each.organisation for each in certificates}
    trust = {each.did: each for each in trusted(issuers.values())} if issuers else {}
    return [verify(each.document, trust, _lists(each, now), now) for each in certificates]


def _lists(certificate: Certificate, now: datetime) -> list[StatusList]:
    """The lists that would be published now, as far as the place of this certificate."""
    issuer, place, marked = certificate.organisation, certificate.place, marked_in(certificate)
    found = []
    for purpose in Purpose:
        bits = bytearray(place // 8 + 1)
        if purpose in marked:
            bits[-1] = 0x80 >> place % 8
        url = list_url(issuer, purpose, certificate.status_list)
        found.append(StatusList(url, did_of(issuer), purpose, bytes(bits), now, now + VALID))
    return found
