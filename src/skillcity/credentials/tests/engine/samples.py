"""An evaluation body with its key, a certificate, its status lists."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from skillcity.credentials.engine.credential import Issuer, Statement, credential
from skillcity.credentials.engine.jwt import to_jwt
from skillcity.credentials.engine.keys import SoftwareKey
from skillcity.credentials.engine.proof import with_proof
from skillcity.credentials.engine.qr import pack
from skillcity.credentials.engine.status import LEAST, Purpose, entry, list_credential, moment
from skillcity.credentials.engine.trust import IssuerKey, TrustedIssuer
from skillcity.credentials.engine.verifying import StatusList, Verification, read_list, verify
from skillcity.kernel.skill_level import SkillLevel

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SIGNED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DID = "did:web:city.example:issuers:7"
KEY = SoftwareKey.read("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq", f"{DID}#key-1")
OTHER = SoftwareKey.new(f"{DID}#key-2")
TRUSTED = TrustedIssuer(DID, "示例评价机构", (IssuerKey(KEY.method, KEY.public, datetime(2025, 1, 1, tzinfo=UTC)),))
TRUST = {DID: TRUSTED}
STATEMENT = Statement(
    number="S000033000001263000001",
    holder="王小明",
    title="焊工 高级工(三级)职业技能等级证书",
    kind="Certification",
    issued=date(2026, 11, 20),
    code="6-18-02-04",
    level=SkillLevel.SENIOR,
    basis="职业技能等级认定考核合格",
)
PLACE = 4711


def list_url(purpose: Purpose) -> str:
    return f"https://city.example/status/7/{purpose.value}/1"


def unsigned(statement: Statement = STATEMENT) -> dict[str, Any]:
    status = [entry(list_url(purpose), PLACE, purpose) for purpose in Purpose]
    return credential(
        statement, Issuer(DID, "示例评价机构"), identifier="https://city.example/credentials/k3q9", status=status
    )


def signed(statement: Statement = STATEMENT, key: SoftwareKey = KEY, created: str = "2026-11-20T02:00:00Z") -> str:
    return json.dumps(with_proof(unsigned(statement), key, created=created), ensure_ascii=False)


def as_jwt(statement: Statement = STATEMENT) -> str:
    return to_jwt(unsigned(statement), KEY, SIGNED)


def as_qr(statement: Statement = STATEMENT) -> str:
    return pack(json.loads(signed(statement)))


def status_list(purpose: Purpose, marked: Collection[int] = (), now: datetime = NOW, key: SoftwareKey = KEY) -> str:
    document = list_credential(
        url=list_url(purpose),
        issuer=DID,
        purpose=purpose,
        marked=marked,
        size=LEAST,
        now=now,
        until=now + timedelta(days=1),
    )
    return json.dumps(with_proof(document, key, created=moment(now)))


def lists(**marked: Collection[int]) -> list[StatusList]:
    """All three lists, with places marked by the name of the purpose."""
    return [_read(purpose, tuple(marked.get(purpose.name.lower(), ()))) for purpose in Purpose]


@cache
def _read(purpose: Purpose, marked: tuple[int, ...]) -> StatusList:
    return read_list(status_list(purpose, marked), TRUST)


def ask(
    text: str, *, now: datetime = NOW, trust: dict[str, TrustedIssuer] = TRUST, **marked: Collection[int]
) -> Verification:
    return verify(text, trust, lists(**marked), now)
