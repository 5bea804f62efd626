"""What everybody may fetch: DID documents, the list of trusted issuers, status lists; signed, and cacheable."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from skillcity.credentials.engine.proof import with_proof
from skillcity.credentials.engine.status import LEAST, Purpose, list_credential, moment
from skillcity.credentials.engine.trust import did_document, write_trust
from skillcity.credentials.issuing import list_url
from skillcity.credentials.keeping import current_key, did_of, signer_of, trusted
from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.registry.kinds import OrganisationKind
from skillcity.registry.models import Organisation

VALID = timedelta(days=1)
LISTS = """
select distinct on (c.id) c.place, s.marked
from credentials_certificate c join credentials_status_change s on s.certificate_id = c.id and s.purpose = %(purpose)s
where c.organisation_id = %(issuer)s and c.status_list = %(number)s
order by c.id, s.at desc, s.id desc
"""


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


def issuers() -> dict[str, Any]:
    """The list of trusted issuers, as verifiers without network keep it."""
    return write_trust(trusted(Organisation.objects.filter(kind=OrganisationKind.EVALUATION_BODY.value)))


def status_list(issuer: Organisation, purpose: Purpose, number: int) -> str:
    """A signed status list as JSON; in the scope of the system, for it tells of nobody."""
    with connection.cursor() as cursor:
        cursor.execute(LISTS, {"purpose": purpose.value, "issuer": issuer.pk, "number": number})
        marked = [place for place, is_marked in cursor.fetchall() if is_marked]
    now = timezone.now()
    bare = list_credential(
        url=list_url(issuer, purpose, number),
        issuer=did_of(issuer),
        purpose=purpose,
        marked=marked,
        size=LEAST,
        now=now,
        until=now + VALID,
    )
    signed = with_proof(bare, signer_of(current_key(issuer)), created=moment(now))
    return json.dumps(signed, separators=(",", ":"))
