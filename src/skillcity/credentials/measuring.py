"""What signing, verifying and printing cost, in CPU seconds of this process."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from skillcity.credentials.engine.credential import Issuer, Statement, credential
from skillcity.credentials.engine.jwt import to_jwt
from skillcity.credentials.engine.keys import SoftwareKey
from skillcity.credentials.engine.printing import Sheet, pdf
from skillcity.credentials.engine.proof import with_proof
from skillcity.credentials.engine.qr import pack
from skillcity.credentials.engine.status import LEAST, Purpose, encoded, entry, list_credential, moment
from skillcity.credentials.engine.trust import IssuerKey, TrustedIssuer
from skillcity.credentials.engine.verifying import Outcome, read_list, verify
from skillcity.kernel.skill_level import SkillLevel

MANY = 4_000
SHEETS = 10
DID = "did:web:city.example:issuers:1"
NOW = datetime(2026, 1, 2, tzinfo=UTC)


def measured() -> dict[str, Any]:
    """The figures by name: whole verifications, each from text, with all three status lists asked."""
    key = SoftwareKey.new(f"{DID}#key-1")
    trust = {DID: TrustedIssuer(DID, "评价机构", (IssuerKey(key.method, key.public, NOW - timedelta(days=1)),))}
    unsigned = [_certificate(number) for number in range(MANY)]
    documents: list[dict[str, Any]] = []
    sign = _each(unsigned, lambda one: documents.append(with_proof(one, key, created=moment(NOW))))
    tokens: list[str] = []
    sign_jwt = _each(unsigned, lambda one: tokens.append(to_jwt(one, key, NOW)))
    lists = [read_list(_list(purpose, key), trust) for purpose in Purpose]
    texts = [json.dumps(each) for each in documents]

    def genuine(text: str) -> None:
        if verify(text, trust, lists, NOW).outcome is not Outcome.GENUINE:
            raise AssertionError("a genuine certificate was not verified")

    revoked = random.Random(1).sample(range(LEAST), LEAST // 100)
    sheets = [Sheet(each, "https://city.example/verify/abc") for each in documents[: SHEETS + 1]]
    pdf(sheets.pop(), NOW)  # fonts are looked up once a process
    return {
        "sign_per_cpu_second": round(1 / sign),
        "verify_per_cpu_second": round(1 / _each(texts, genuine)),
        "sign_jwt_per_cpu_second": round(1 / sign_jwt),
        "verify_jwt_per_cpu_second": round(1 / _each(tokens, genuine)),
        "status_list_bytes": len(encoded(revoked)),
        "status_list_entries": LEAST,
        "qr_characters": len(pack(documents[0])),
        "pdf_cpu_seconds": round(_each(sheets, lambda sheet: pdf(sheet, NOW)), 4),
        "pdf_bytes": len(pdf(sheets[0], NOW)),
    }


def _each(items: list[Any], work: Callable[[Any], object]) -> float:
    begun = time.process_time()
    for item in items:
        work(item)
    return (time.process_time() - begun) / len(items)


def _certificate(number: int) -> dict[str, Any]:
    statement = Statement(
        number=f"S000033000001263{number:06}",
        holder="王小明",
        title="焊工 高级工（三级）",
        kind="Certification",
        issued=date(2026, 1, 1),
        code="6-18-02-04",
        level=SkillLevel.SENIOR,
        basis="职业技能等级认定考核合格",
    )
    status = [entry(_url(purpose), number, purpose) for purpose in Purpose]
    address = f"https://city.example/credentials/{number}"
    return credential(statement, Issuer(DID, "评价机构"), identifier=address, status=status)


def _url(purpose: Purpose) -> str:
    return f"https://city.example/status/1/{purpose.value}/1"


def _list(purpose: Purpose, key: SoftwareKey) -> str:
    until = NOW + timedelta(days=1)
    bare = list_credential(url=_url(purpose), issuer=DID, purpose=purpose, marked=(), size=LEAST, now=NOW, until=until)
    return json.dumps(with_proof(bare, key, created=moment(NOW)))
