"""Taking one's passport home: certificates for a wallet, a curriculum on paper, data in the manner of Europass.

Certificates that were revoked, suspended or replaced stay behind. Each export stands in the audit.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from skillcity.credentials.downloads import address_of, as_json
from skillcity.credentials.engine import europass as form
from skillcity.credentials.engine.cv import Curriculum, Line, Section, cv_pdf
from skillcity.credentials.engine.status import moment
from skillcity.credentials.engine.trust import write_trust
from skillcity.credentials.keeping import trusted
from skillcity.credentials.live import marked_in
from skillcity.credentials.models import Certificate
from skillcity.credentials.passport import OTHER, Group, Passport, passport_of
from skillcity.credentials.passport_presenting import class_title
from skillcity.credentials.selectors import said_by
from skillcity.facts.engine.kinds import all_kinds
from skillcity.facts.models import Fact
from skillcity.facts.wording import Names, fact_title, names_for
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import record
from skillcity.registry.models import Person
from skillcity.registry.selectors import own_person

LANGUAGES: Mapping[str, Text] = {
    "zh": Text("中文简历(PDF)", "CV in Chinese (PDF)"),
    "en": Text("英文简历(PDF)", "CV in English (PDF)"),
}
README = """技能证书包 / Certificates for a wallet

certificates/*.json  每张证书一个文件(Open Badges 3.0)，可导入支持该格式的钱包。
                     One file a certificate (Open Badges 3.0), for any wallet that takes them.
issuers.json         签发机构和公钥，离线核验用。
                     The issuers with their public keys, to verify without network.

核验 / Verify: ./skillcity credential verify certificates/NUMBER.json --issuers issuers.json
离线核验不知道此后的撤销；请另取状态名单，或打开证书里的网址。
Without network later revocations are unknown: fetch the status lists too, or open the address in the certificate.
"""
PLACES = {"employment": form.Part.WORK, "training": form.Part.EDUCATION, "education": form.Part.EDUCATION,
          "apprenticeship": form.Part.EDUCATION}  # fmt: skip
BY = ("employer_name", "provider", "school", "issuer", "enterprise")
CV = Text("简历", "Curriculum vitae")
CERTIFICATES = Text("技能证书", "Certificates of skill")
TALENT = Text("人才类别", "Talent class")
SIGNED = Text("{issuer}签发，数字签名可核验：{url}", "Signed by {issuer}; verify at {url}")
RECORDED = Text("{source}登记", "Recorded by {source}")
DERIVED = Text("按人才目录 {edition} 版推算", "Derived by the catalogue of talents, edition {edition}")
SAMPLE = Text("示例参数，非现行政策", "illustrative parameters, not policy in force")
FOOT = Text("由温州技能强城根据登记的事实生成，{day}", "Made by Wenzhou skillcity from recorded facts, {day}")
NOW = Text("至今", "now")


def wallet(*, actor: Actor) -> bytes:
    """The person's certificates, what verifies them, and how, as a ZIP file. Raises NotFound (no record)."""
    person = own_person(actor)
    certificates = _sound(passport_of(person.pk))
    issuers = {each.organisation_id: each.organisation for each in certificates}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        for each in certificates:
            bundle.writestr(f"certificates/{each.number}.json", as_json(each))
        bundle.writestr(
            "issuers.json", json.dumps(write_trust(trusted(issuers.values())), ensure_ascii=False, indent=1)
        )
        bundle.writestr("README.txt", README)
    _audit(actor, person, "wallet", len(certificates))
    return file.getvalue()


def cv(*, actor: Actor, language: str) -> bytes:
    """The person's curriculum as PDF in Chinese (`zh`) or English (`en`). Raises NotFound (no record)."""
    person = own_person(actor)
    made = curriculum(person, passport_of(person.pk), language, timezone.localdate())
    _audit(actor, person, f"cv-{language}", sum(len(each.lines) for each in made.sections))
    return cv_pdf(made, timezone.now().replace(microsecond=0))


def europass(*, actor: Actor) -> bytes:
    """The person's passport as JSON in the manner of Europass. Raises NotFound (no record)."""
    person = own_person(actor)
    lines = list(_europass_lines(passport_of(person.pk)))
    made = form.europass(name=person.name, lines=lines, locale="zh", made=timezone.localtime())
    _audit(actor, person, "europass", len(lines))
    return json.dumps(made, ensure_ascii=False, indent=1).encode()


def curriculum(person: Person, passport: Passport, language: str, today: date) -> Curriculum:
    """The words of the curriculum in one language; groups, insurance, payments and the like are left out."""

    def said(words: Text) -> str:
        return words.zh if language == "zh" else words.en

    names = names_for({fact.kind for fact in passport.facts})
    sections = [Section(said(CERTIFICATES), [_signed(each, said) for each in _sound(passport)])]
    if passport.talent:
        derived = said(DERIVED.format(edition=passport.talent.edition))
        word = f"{derived} ({said(SAMPLE)})" if passport.talent.illustrative else derived
        sections.append(Section(said(TALENT), [Line(said(class_title(passport.talent)), "", "", word)]))
    sections += [
        Section(said(group.label), [_recorded(fact, names, said) for fact in group.facts])
        for group in _of_a_career(passport)
    ]
    shown = [each for each in sections if each.lines]
    return Curriculum(language, said(CV), person.name, shown, said(FOOT.format(day=today.isoformat())))


def _sound(passport: Passport) -> list[Certificate]:
    """The certificates that count or have only run out."""
    return [each for each in passport.certificates if not marked_in(each)]


def _of_a_career(passport: Passport) -> Iterable[Group]:
    return [group for group in passport.groups if group.key != OTHER[0]]


def _signed(certificate: Certificate, said: Any) -> Line:
    level = said_by(certificate).level
    english = f" ({level.label.en})" if level and said(Text("", "en")) else ""
    word = said(SIGNED.format(issuer=certificate.organisation.name, url=address_of(certificate)))
    return Line(f"{certificate.title}{english}", certificate.issued_on.isoformat(), certificate.number, word)


def _recorded(fact: Fact, names: Names, said: Any) -> Line:
    note = " · ".join(str(fact.attributes[name]) for name in ("issuer", "number") if fact.attributes.get(name))
    return Line(said(fact_title(fact, names)), _when(fact, said), note, said(RECORDED.format(source=fact.source)))


def _when(fact: Fact, said: Any) -> str:
    if fact.valid_to:
        return f"{fact.valid_from.isoformat()} – {fact.valid_to.isoformat()}"
    if all_kinds()[fact.kind].lasts:
        return f"{fact.valid_from.isoformat()} – {said(NOW)}"
    return fact.valid_from.isoformat()


def _europass_lines(passport: Passport) -> Iterator[form.Line]:
    for each in _sound(passport):
        yield form.Line(
            form.Part.ACHIEVEMENT,
            each.title,
            each.organisation.name,
            each.issued_on,
            each.until,
            source=each.organisation.name,
            number=each.number,
            url=address_of(each),
        )
    names = names_for({fact.kind for fact in passport.facts})
    for fact in (fact for group in _of_a_career(passport) for fact in group.facts):
        by = next((str(fact.attributes[name]) for name in BY if fact.attributes.get(name)), "")
        yield form.Line(
            PLACES.get(fact.kind, form.Part.ACHIEVEMENT),
            fact_title(fact, names).zh,
            by,
            fact.valid_from,
            fact.valid_to,
            lasts=all_kinds()[fact.kind].lasts,
            source=fact.source,
            number=str(fact.attributes.get("number", "")),
        )


def _audit(actor: Actor, person: Person, what: str, count: int) -> None:
    record(
        actor=actor,
        act="credentials.exported",
        object_type="passport",
        object_id=person.pk,
        person_id=person.pk,
        details={"what": what, "count": count, "at": moment(timezone.now())},
    )
