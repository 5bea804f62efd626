"""Twenty certificates that are genuine, as unlike each other as real ones are, and the keys that signed them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from skillcity.credentials.engine.credential import Issuer, credential
from skillcity.credentials.engine.jwt import to_jwt
from skillcity.credentials.engine.keys import SoftwareKey
from skillcity.credentials.engine.proof import with_proof
from skillcity.credentials.engine.status import Purpose, entry, moment
from skillcity.credentials.engine.trust import IssuerKey, Trust, TrustedIssuer
from skillcity.credentials.tests.engine.samples import DID, KEY, OTHER, STATEMENT, list_url
from skillcity.kernel.skill_level import SkillLevel

SIGNED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
OWN = SoftwareKey.read("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq")
"""A key that is an identifier of its own (did:key)."""
OWN_DID = OWN.public.did
SINCE = datetime(2025, 1, 1, tzinfo=UTC)
KEYS = {key.method: key for key in (KEY, OTHER, OWN)}
TRUST: Trust = {
    DID: TrustedIssuer(DID, "示例评价机构", tuple(IssuerKey(key.method, key.public, SINCE) for key in (KEY, OTHER))),
    OWN_DID: TrustedIssuer(OWN_DID, "示例学院", (IssuerKey(OWN.method, OWN.public, SINCE),)),
}

Document = dict[str, Any]


def _certificate(*, key: SoftwareKey = KEY, status: bool = True, **changes: Any) -> Document:
    did = key.method.partition("#")[0]
    return credential(
        replace(STATEMENT, **changes),
        Issuer(did, TRUST[did].name),
        identifier="https://city.example/credentials/k3q9",
        status=[entry(list_url(purpose), 4711, purpose) for purpose in Purpose] if status else (),
    )


def _with(document: Document, **more: Any) -> Document:
    document["credentialSubject"] |= more
    return document


RICH = {
    "holder": "Zoë 欧阳\u00e9明",  # the accented letters have two spellings in Unicode
    "until": date(2029, 11, 20),
}
MAKERS: dict[str, tuple[SoftwareKey, Callable[[SoftwareKey], Document]]] = {
    "plain": (KEY, lambda key: _certificate(key=key)),
    "rich": (KEY, lambda key: _with(_certificate(key=key, **RICH), creditsEarned=3)),
    "no level": (KEY, lambda key: _certificate(key=key, level=None)),
    "no code": (KEY, lambda key: _certificate(key=key, code="", level=None, kind="Award", title="全市一等奖")),
    "no status": (KEY, lambda key: _certificate(key=key, status=False)),
    "with an end": (KEY, lambda key: _certificate(key=key, until=date(2099, 12, 31))),
    "highest level": (KEY, lambda key: _certificate(key=key, level=SkillLevel.CHIEF_TECHNICIAN)),
    "long name": (KEY, lambda key: _certificate(key=key, holder="阿卜杜热合曼·买买提吐尔逊江·阿布都克里木")),
    "beyond the basic plane": (KEY, lambda key: _certificate(key=key, holder="𠮷𬭊𫖯𪚥", title="𬬭工 𫓧")),
    "another script": (KEY, lambda key: _certificate(key=key, holder="ئابدۇرەھمان", title="བཟོ་པ")),
    "marks above letters": (KEY, lambda key: _certificate(key=key, holder="Nguye\u0302\u0303n Thi\u0323 A\u030a")),
    "no spelling is normalised": (KEY, lambda key: _certificate(key=key, holder="\ufa19\u795e ﬁ Å \u212b")),
    "to be escaped": (KEY, lambda key: _certificate(key=key, holder='"\\/\b\f\n\r\t\u0000\u001f\u007f</b>\u2028')),
    "empty words": (KEY, lambda key: _certificate(key=key, holder="", basis=" ")),
    "small numbers": (KEY, lambda key: _with(_certificate(key=key), creditsEarned=[5e-324, 1e-7, 1e-6, 0.1 + 0.2])),
    "large numbers": (
        KEY,
        lambda key: _with(_certificate(key=key), creditsEarned=[2**53 - 1, 1e20, 1e21, 1e308, 2.0**70]),
    ),
    "zeros": (KEY, lambda key: _with(_certificate(key=key), creditsEarned=[0, -0.0, 0.0, 1.0, -1.50])),
    "names to be sorted": (
        KEY,
        lambda key: _with(_certificate(key=key), **{"\ufb33": 1, "😀": 2, "€": 3, "\r": 4, "10": 5, "9": 6, "": 7}),
    ),
    "the second key": (OTHER, lambda key: _certificate(key=key)),
    "its own identifier": (OWN, lambda key: _certificate(key=key)),
}


def unsigned(name: str) -> Document:
    """The certificate of this name before it is signed."""
    key, make = MAKERS[name]
    return make(key)


def signed(name: str, key: SoftwareKey | None = None) -> Document:
    """With its proof; with `key` signed by another than its own."""
    return with_proof(unsigned(name), key or MAKERS[name][0], created=moment(SIGNED))


def token(name: str, key: SoftwareKey | None = None) -> str:
    """As `vc+jwt`."""
    return to_jwt(unsigned(name), key or MAKERS[name][0], SIGNED)


def as_text(document: Document) -> str:
    """As a file holds it."""
    return json.dumps(document, ensure_ascii=False)
