"""A certificate as files: the signed document, the same as a token, the printed sheet."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from skillcity.credentials.engine.jwt import to_jwt
from skillcity.credentials.engine.printing import Sheet, pdf
from skillcity.credentials.engine.verifying import Outcome, verify
from skillcity.credentials.keeping import current_key, signer_of, trusted
from skillcity.credentials.models import Certificate
from skillcity.credentials.selectors import document_of, said_by
from skillcity.kernel.errors import Conflict
from skillcity.kernel.text import Text
from skillcity.platform.imports.engine.workbook import HEAD, TEXT, as_text, new_workbook, write_row

HOUR = 3600
VOID = Conflict(
    "credentials.void",
    Text("签名密钥已报告泄露，这份签名不可信。", "Its key was declared stolen: this signature is not to be trusted."),
    todo=Text("请更换证书。", "Replace the certificate."),
)
HEADS = ("证书编号 / Number", "姓名 / Name", "内容 / What it says", "发证日期 / Issued", "核验地址 / Verify at")


def address_of(certificate: Certificate) -> str:
    """The public address that verifies this certificate; it stands in the small code."""
    return f"{settings.PUBLIC_URL}/verify/{certificate.token}"


def printed(certificate: Certificate) -> bytes:
    """The sheet as PDF/A, kept an hour by its content: printing it costs a tenth of a CPU second."""
    key = hashlib.sha256(f"{address_of(certificate)}\n{certificate.document}".encode()).hexdigest()
    found: bytes | None = cache.get(f"certificate.pdf.{key}")
    if found is None:
        sheet = Sheet(document_of(certificate), address_of(certificate))
        found = pdf(sheet, certificate.issued_at.replace(microsecond=0))
        cache.set(f"certificate.pdf.{key}", found, HOUR)
    return found


def as_json(certificate: Certificate) -> bytes:
    """The signed document, an Open Badge 3.0, as wallets and verifiers take it."""
    return json.dumps(document_of(certificate), ensure_ascii=False, indent=1).encode()


def as_jwt(certificate: Certificate) -> str:
    """The same statement as `vc+jwt`, signed now. Raises Conflict when the document's own signature is void."""
    issuer = certificate.organisation
    trust = {each.did: each for each in trusted([issuer])}
    now = timezone.now()
    if verify(certificate.document, trust, (), now).outcome in (Outcome.UNKNOWN_ISSUER, Outcome.TAMPERED):
        raise VOID
    bare = {name: value for name, value in document_of(certificate).items() if name != "proof"}
    return to_jwt(bare, signer_of(current_key(issuer)), now.replace(microsecond=0))


def listed(certificates: Iterable[Certificate]) -> bytes:
    """A workbook of certificates: number, name, what it says, day, address."""
    file = io.BytesIO()
    book = new_workbook(file)
    sheet = book.add_worksheet("证书 Certificates")
    head, text = book.add_format(HEAD), book.add_format(TEXT)
    write_row(sheet, 0, HEADS, head)
    for at, each in enumerate(certificates, start=1):
        said = said_by(each)
        write_row(sheet, at, [each.number, said.holder, each.title, each.issued_on.isoformat(), address_of(each)], text)
    sheet.set_column(0, len(HEADS) - 1, 28, text)
    sheet.freeze_panes(1, 0)
    as_text(sheet)
    book.close()
    return file.getvalue()


def bundled(certificates: Iterable[Certificate]) -> bytes:
    """The signed documents of many certificates in one ZIP file, each under its number."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for each in certificates:
            bundle.writestr(f"{each.number}.json", as_json(each))
    return file.getvalue()
