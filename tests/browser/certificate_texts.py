"""Texts for two verifiers: certificates as they were signed, of every standing, and each of them tampered with."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from skillcity.credentials.engine.credential import Issuer, Statement, credential
from skillcity.credentials.engine.jwt import to_jwt
from skillcity.credentials.engine.keys import SoftwareKey
from skillcity.credentials.engine.multibase import base64url, from_base64url
from skillcity.credentials.engine.proof import with_proof
from skillcity.credentials.engine.qr import pack
from skillcity.credentials.engine.status import Purpose, entry
from skillcity.credentials.engine.trust import IssuerKey, write_trust
from skillcity.credentials.engine.verifying import Outcome, Verification, read_list, verify
from skillcity.credentials.tests.engine.samples import DID, KEY, NOW, OTHER, STATEMENT, TRUSTED, list_url, status_list
from skillcity.kernel.skill_level import SkillLevel

FORMS = ("proof", "jwt", "qr")
GENUINE = 20
SIGNED = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
RETIRED = SoftwareKey.new(f"{DID}#key-3")
STOLEN = SoftwareKey.new(f"{DID}#key-4")
FALSE = replace(SoftwareKey.new(), method=KEY.method)
SINCE = datetime(2025, 1, 1, tzinfo=UTC)
KEYS = (
    *TRUSTED.keys,
    IssuerKey(RETIRED.method, RETIRED.public, SINCE, until=datetime(2026, 11, 21, tzinfo=UTC)),
    IssuerKey(STOLEN.method, STOLEN.public, SINCE, compromised=datetime(2026, 11, 1, tzinfo=UTC)),
)
ISSUER = replace(TRUSTED, keys=KEYS)
TRUST = {DID: ISSUER}
NAMES = ("王小明", "阿卜杜拉·买买提江·吐尔逊阿依古丽", "𠮷田一", "Ó Conchúir", "李🙂", 'x"\\\n\u2028', "王\u3000明")
MARKED = {Purpose.REVOKED: [2, 5, 9], Purpose.SUSPENDED: [3, 5], Purpose.SUPERSEDED: [4, 9]}


@dataclass(frozen=True)
class Sample:
    """A text and how it came about."""

    form: str
    what: str
    text: str


def documents() -> list[tuple[dict[str, Any], SoftwareKey]]:
    """Twenty unsigned certificates, each with the key that signs it: long names, ended ones, marked ones, strangers."""
    found = []
    for at in range(GENUINE):
        statement: Statement = replace(
            STATEMENT,
            number=f"S000033000001263{at:06}",
            holder=NAMES[at % len(NAMES)],
            level=[*SkillLevel, None][at % 9],
            code="" if at % 7 == 3 else STATEMENT.code,
            until=[None, date(2026, 11, 23), date(2026, 11, 24), date(2030, 1, 1)][at % 4],
        )
        places = [entry(list_url(purpose), at, purpose) for purpose in Purpose]
        status = [[], places[:1], [{"type": "OtherStatus", "id": "x"}]][at - 17] if at >= 17 else places
        issuer = Issuer("did:web:elsewhere.example" if at == 14 else DID, "示例评价机构")
        address = f"https://city.example/verify/{at:020}"
        key = {10: RETIRED, 11: STOLEN, 12: OTHER, 13: FALSE}.get(at, KEY)
        found.append((credential(statement, issuer, identifier=address, status=status), key))
    return found


def genuine() -> list[Sample]:
    """As they were signed, in each form."""
    found = []
    for at, (bare, key) in enumerate(documents()):
        created = "2026-11-24T10:00:00Z" if at == 15 else "2026-11-20T02:00:00Z"
        signed = with_proof(bare, key, created=created)
        token = to_jwt(bare, key, datetime.fromisoformat(created))
        texts = (json.dumps(signed, ensure_ascii=at % 2 == 0), token, pack(signed))
        found += [Sample(form, f"signed {at}", text) for form, text in zip(FORMS, texts, strict=True)]
    return found


def tampered(samples: list[Sample]) -> list[Sample]:
    """One change in each: what it says, its signature, a letter somewhere, a piece of it gone."""
    chance = random.Random(5)
    found = []
    for at, sample in enumerate(samples):
        change = CHANGES[at // len(FORMS) % len(CHANGES)]
        found.append(Sample(sample.form, f"{change.__name__} {sample.what}", change(sample, chance)))
    return found


def another_level(sample: Sample, chance: random.Random) -> str:
    return _said(sample, lambda document: document["credentialSubject"]["achievement"].update(tag=["technician"]))


def another_holder(sample: Sample, chance: random.Random) -> str:
    def change(document: dict[str, Any]) -> None:
        document["credentialSubject"]["identifier"][0]["identityHash"] += "明"

    return _said(sample, change)


def no_status(sample: Sample, chance: random.Random) -> str:
    return _said(sample, lambda document: document.pop("credentialStatus", document.pop("name")))


def another_context(sample: Sample, chance: random.Random) -> str:
    return _said(sample, lambda document: document["@context"].append("https://elsewhere.example/context"))


def a_letter(sample: Sample, chance: random.Random) -> str:
    at = chance.randrange(len(sample.text))
    letter = "A" if sample.text[at] != "A" else "B"
    return sample.text[:at] + letter + sample.text[at + 1 :]


def cut_off(sample: Sample, chance: random.Random) -> str:
    return sample.text[: chance.randrange(1, len(sample.text))]


def a_number(sample: Sample, chance: random.Random) -> str:
    return _said(sample, lambda document: document.update(extra=[1.5, 10**16, -0.0, 1e21, True, None]))


def half_a_character(sample: Sample, chance: random.Random) -> str:
    return _said(sample, lambda document: document.update(extra="\ud800"))


def longer(sample: Sample, chance: random.Random) -> str:
    return f"{sample.text} {sample.text[-1]}"


def another_day(sample: Sample, chance: random.Random) -> str:
    return _said(sample, lambda document: document.update(validFrom="2026-02-30T00:00:00+08:00"))


CHANGES = (
    another_level, another_holder, no_status, another_context, a_letter, cut_off, a_number, half_a_character, longer,
    another_day,
)  # fmt: skip


def _said(sample: Sample, change: Any) -> str:
    """The text with its document changed and its signature kept."""
    if sample.form == "jwt":
        head, payload, signature = sample.text.split(".")
        document = json.loads(from_base64url(payload))
        change(document)
        return f"{head}.{base64url(json.dumps(document).encode())}.{signature}"
    from skillcity.credentials.engine.qr import unpack

    document = json.loads(sample.text) if sample.form == "proof" else unpack(sample.text)
    change(document)
    return json.dumps(document) if sample.form == "proof" else _packed(document)


def _packed(document: dict[str, Any]) -> str:
    try:
        return pack(document)
    except UnicodeEncodeError:
        return pack({**document, "extra": "x"})


def lists() -> list[str]:
    """The status lists, one of them signed by nobody whom we know."""
    found = [status_list(purpose, MARKED[purpose]) for purpose in Purpose]
    return [*found, status_list(Purpose.REVOKED, range(100), key=FALSE)]


def trust() -> str:
    """The list of issuers as it is published."""
    return json.dumps(write_trust([ISSUER]), ensure_ascii=False)


def as_python_says(samples: list[Sample]) -> list[Verification]:
    """The outcomes of the engine; the list with the false signature is refused."""
    good = []
    for text in lists():
        try:
            good.append(read_list(text, TRUST))
        except ValueError:
            continue
    assert len(good) == 3
    return [verify(each.text, TRUST, good, NOW) for each in samples]


ALL = frozenset(Outcome)
