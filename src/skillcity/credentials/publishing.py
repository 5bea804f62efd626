"""What everybody may fetch: DID documents, the list of trusted issuers, status lists; signed, and cacheable.

A status list is the same in every process and after every restart until something changes or an hour is over: it holds
as of the last change or the beginning of the hour, and Ed25519 gives one signature for one text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from skillcity.credentials.engine.proof import with_proof
from skillcity.credentials.engine.status import LEAST, Purpose, bits_of, list_credential, moment
from skillcity.credentials.engine.trust import did_document, write_trust
from skillcity.credentials.engine.verifying import StatusList
from skillcity.credentials.keeping import did_of, signer_of, trusted
from skillcity.credentials.models import Series, SigningKey
from skillcity.credentials.writing import list_url
from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.scope import seeing_all
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.models import Organisation

VALID = timedelta(days=1)
PLACES = "status/"
LISTS = """
select distinct on (c.id) c.place, s.marked
from credentials_certificate c join credentials_status_change s on s.certificate_id = c.id and s.purpose = %(purpose)s
where c.organisation_id = %(issuer)s and c.status_list = %(number)s
order by c.id, s.at desc, s.id desc
"""
CHANGES = """
select c.organisation_id, s.purpose, c.status_list, max(s.id), max(s.at)
from credentials_status_change s join credentials_certificate c on c.id = s.certificate_id
where c.organisation_id = any(%s)
group by 1, 2, 3
"""
Place = tuple[int, str, int]
"""Of a list: the organisation, the purpose, the number."""


@dataclass(frozen=True, slots=True)
class Published:
    """A status list as it is served, and the same ready to be asked."""

    issuer: Organisation
    purpose: Purpose
    number: int
    text: str
    ready: StatusList

    @property
    def marked(self) -> int:
        """How many certificates it marks."""
        return sum(byte.bit_count() for byte in self.ready.bits)


def issuer_named(credit_code: str) -> Organisation:
    """An evaluation body that issues. Raises NotFound."""
    found = Organisation.objects.filter(credit_code=credit_code, kind=OrganisationKind.EVALUATION_BODY.value).first()
    if found is None:
        raise NotFound("credentials.issuer", Text("没有这个签发机构。", "There is no such issuer."), where=credit_code)
    return found


def did(issuer: Organisation) -> dict[str, Any]:
    """The DID document of an issuer. Raises NotFound when it has no key yet."""
    found = trusted([issuer])
    if not found:
        raise NotFound(
            "credentials.issuer",
            Text("该机构尚未签发证书。", "This body has not issued yet."),
            where=issuer.credit_code,
        )
    return did_document(found[0])


def issuing_bodies() -> dict[int, Organisation]:
    """The bodies that have a key."""
    with_keys = SigningKey.objects.order_by().values("organisation").distinct()
    return {each.pk: each for each in Organisation.objects.filter(pk__in=with_keys).order_by("name", "pk")}


def issuers() -> dict[str, Any]:
    """The list of trusted issuers, as verifiers without network keep it."""
    return write_trust(trusted(issuing_bodies().values()))


def status_list(issuer: Organisation, purpose: Purpose, number: int) -> str:
    """A signed status list as JSON. Raises NotFound when no certificate of the issuer stands on it."""
    for each in published_lists({issuer.pk: issuer}):
        if (each.purpose, each.number) == (purpose, number):
            return each.text
    raise NotFound("credentials.status-list", Text("没有这份状态名单。", "There is no such status list."))


def published_lists(bodies: Mapping[int, Organisation]) -> list[Published]:
    """All lists of these bodies, three for each 131,072 certificates; three questions to the database in all."""
    keys = {
        each.organisation_id: each
        for each in SigningKey.objects.filter(organisation__in=bodies, until=None, compromised=None).order_by("pk")
    }
    series = Series.objects.filter(prefix__startswith=PLACES).order_by("prefix").values_list("prefix", "last")
    lists = {int(prefix.split("/")[1]): (last - 1) // LEAST + 1 for prefix, last in series}
    with seeing_all(), connection.cursor() as cursor:
        cursor.execute(CHANGES, [list(bodies)])
        changes: dict[Place, tuple[int, datetime]] = {row[:3]: row[3:] for row in cursor.fetchall()}
        return [
            _published(body, purpose, number, keys[pk], changes.get((pk, purpose.value, number)))
            for pk, body in bodies.items()
            if pk in keys
            for number in range(lists.get(pk, 0))
            for purpose in Purpose
        ]


def _published(
    issuer: Organisation, purpose: Purpose, number: int, key: SigningKey, change: tuple[int, datetime] | None
) -> Published:
    """The list as it stood at its last change, or at the beginning of the hour; made once in each process."""
    version, changed = change or (0, None)
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    as_of = max(each for each in (hour, changed, key.since) if each is not None).replace(microsecond=0)
    place, state = (issuer.pk, purpose.value, number), (version, key.public, as_of)
    kept = _kept.get(place)
    if kept is None or kept[0] != state:
        key.organisation = issuer
        marked = _marked(issuer.pk, purpose, number) if version else []
        kept = _kept[place] = (state, _signed(issuer, purpose, number, key, marked, as_of))
    return kept[1]


_kept: dict[Place, tuple[tuple[int, str, datetime], Published]] = {}
"""The newest form of each list, and what it was made from."""


def _marked(issuer: int, purpose: Purpose, number: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(LISTS, {"purpose": purpose.value, "issuer": issuer, "number": number})
        return [place for place, is_marked in cursor.fetchall() if is_marked]


def _signed(
    issuer: Organisation, purpose: Purpose, number: int, key: SigningKey, marked: list[int], as_of: datetime
) -> Published:
    url = list_url(issuer, purpose, number)
    until = as_of + VALID
    bare = list_credential(
        url=url, issuer=did_of(issuer), purpose=purpose, marked=marked, size=LEAST, now=as_of, until=until
    )
    text = json.dumps(with_proof(bare, signer_of(key), created=moment(as_of)), separators=(",", ":"))
    return Published(
        issuer,
        purpose,
        number,
        text,
        StatusList(url, did_of(issuer), purpose, bits_of(bare)[1], as_of, until),
    )
