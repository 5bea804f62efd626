"""Deciding: what the editions that apply give some people, written where it differs from what stood there before.

One evaluator writes at a time (an advisory lock), so that a decision follows the one before it and none is doubled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.db import connection

from skillcity.policy.answers import NO_RULE, Answer, Asked, answers, digest_of
from skillcity.policy.applying import Applying, applying_in
from skillcity.policy.asked import kinds_asked
from skillcity.policy.editions import digest, schema
from skillcity.policy.engine import Catalogue
from skillcity.policy.models import Decision, Standing
from skillcity.policy.persons import Gathered
from skillcity.policy.writing import (
    Kept,
    kept_editions,
    remove_standings,
    write_checks,
    write_decisions,
    write_standings,
)

NOTHING_USED = (0, sha256().hexdigest())
LOCK = "select pg_advisory_xact_lock(hashtextextended('skillcity.policy.decide', 0))"
Key = tuple[int, str, str, str]
"""A standing: person, region, catalogue, edition."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one edition says of one person; `catalogue` is None when no edition of that name is in force any more.

    `hypothetical`: it is the edition before the one in force.
    """

    each: Gathered
    name: str
    catalogue: Catalogue | None
    answer: Answer
    used: tuple[int, str]
    hypothetical: bool = False

    @property
    def key(self) -> Key:
        """The standing in which it stands."""
        found = self.catalogue
        return (int(self.each.person.id), found.region if found else "", self.name, found.edition if found else "")

    @property
    def text(self) -> tuple[str, ...]:
        """Name and digest of the words decided by."""
        return (self.catalogue.name, digest(self.catalogue)) if self.catalogue else ()

    @property
    def fingerprint(self) -> str:
        """Differs whenever the answer, the text or the facts used do."""
        given = self.answer
        said = tuple(getattr(given, name) for name in Answer.__slots__)
        return sha256(repr((self.text, said, self.used[1], self.hypothetical)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Before:
    """A standing as it is stored."""

    fingerprint: str
    decision_id: int | None


@dataclass(slots=True)
class Change:
    """A finding that differs from what stood there, with the decision before it and the one that it becomes."""

    finding: Finding
    previous_id: int | None = None
    decision_id: int | None = None
    row: dict[str, Any] = field(default_factory=dict)


def decide(people: Sequence[Gathered], as_of: date) -> int:
    """Evaluate these people and write what differs; returns the number of new decisions. Needs a transaction."""
    ids = [int(each.person.id) for each in people]
    applied = {region: applying_in(region, as_of) for region in {each.fields.region_code for each in people}}
    before = standings_before(ids)
    findings = [*find(people, applied, as_of)]
    findings += lapsed(people, findings, before)
    latest = {(key[0], key[2]): each.decision_id for key, each in before.items() if each.decision_id}
    changes = [
        Change(each, latest.get((each.key[0], each.name)))
        for each in findings
        if each.key not in before or before[each.key].fingerprint != each.fingerprint
    ]
    wanted = {each.key for each in findings}
    remove_standings([key for key in before if key not in wanted])
    new = [each for each in changes if not each.finding.hypothetical]
    if new:
        _decide(new, people, as_of)
    changes.sort(key=lambda each: not each.finding.hypothetical)  # an edition gives its decision up before the next
    write_standings([standing_row(each) for each in changes])
    write_checks([check_row(each, as_of, applied[each.fields.region_code].digest) for each in people])
    return len(new)


def take_turn() -> None:
    """Wait until no other evaluator is deciding; until this transaction ends none will."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK)


def standings_before(person_ids: Sequence[int]) -> dict[Key, Before]:
    """The standings of these people."""
    rows = Standing.objects.filter(person__in=person_ids).order_by("pk")
    names = ("person_id", "region", "catalogue", "edition", "fingerprint", "decision_id")
    return {row[:4]: Before(*row[4:]) for row in rows.values_list(*names)}


def find(people: Sequence[Gathered], applied: Mapping[str, Applying], as_of: date) -> Iterable[Finding]:
    """What every edition says of the people to whom it applies."""
    groups: dict[Catalogue, list[Gathered]] = {}
    hypothetical: dict[Catalogue, list[Gathered]] = {}
    for each in people:
        found = applied[each.fields.region_code]
        for catalogue in found.current:
            groups.setdefault(catalogue, []).append(each)
        if found.before is not None:
            hypothetical.setdefault(found.before, []).append(each)
    prepared = Asked.of(people, schema(), as_of)
    cases = {each.person.id: case for each, case in zip(people, prepared.cases, strict=True)}
    for grouped, is_hypothetical in ((groups, False), (hypothetical, True)):
        for catalogue, some in grouped.items():
            kinds = kinds_asked(catalogue)
            asked = Asked(some, [cases[each.person.id] for each in some], as_of)
            for each, given in zip(some, answers(catalogue, asked), strict=True):
                yield Finding(each, catalogue.catalogue, catalogue, given, each.used(kinds), is_hypothetical)


def lapsed(people: Sequence[Gathered], findings: Sequence[Finding], before: Mapping[Key, Before]) -> list[Finding]:
    """For whoever was decided by a catalogue of which no edition is in force any more: that no rule is in force."""
    current = {(int(each.each.person.id), each.name) for each in findings if not each.hypothetical}
    by_id = {int(each.person.id): each for each in people}
    gone = sorted({(key[0], key[2]) for key, each in before.items() if each.decision_id} - current)
    return [Finding(by_id[person_id], name, None, NO_RULE, NOTHING_USED) for person_id, name in gone]


def _decide(changes: Sequence[Change], people: Sequence[Gathered], as_of: date) -> None:
    kept = kept_editions({each.finding.catalogue for each in changes if each.finding.catalogue})
    earlier = dict(
        Decision.objects.filter(pk__in=[each.previous_id for each in changes if each.previous_id])
        .order_by("pk")
        .values_list("pk", "digest")
    )
    known_at = moment_of(people)
    for each in changes:
        each.row = decision_row(each.finding, kept, as_of, known_at)
        each.row["previous_id"] = each.previous_id
        each.row["digest"] = decision_digest(each.row, each.finding.text, earlier.get(each.previous_id or 0, ""))
    numbers = write_decisions([each.row for each in changes])
    for each in changes:
        each.decision_id = numbers[each.finding.key[0], each.finding.name]


def moment_of(people: Iterable[Gathered]) -> datetime:
    """The moment up to which the facts were known: the database's clock after they were read.

    Never before the newest of them, whatever clock recorded it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return max([now, *(fact.recorded_at for each in people for fact in each.person.facts if fact.recorded_at)])


def decision_row(finding: Finding, kept: Kept, as_of: date, known_at: datetime) -> dict[str, Any]:
    """The columns of a decision, but for its place in the chain."""
    given, fields = finding.answer, finding.each.fields
    return {
        "person_id": finding.key[0],
        "catalogue": finding.name,
        "kept_id": kept[finding.text] if finding.text else None,
        "as_of": as_of,
        "known_at": known_at,
        "value": given.value,
        "holds": given.holds,
        "clause": given.clause,
        "status": given.status,
        "open": given.open,
        "illustrative": given.illustrative,
        "clause_mask": given.clause_mask,
        "unknown_mask": given.unknown_mask,
        "amounts": {key: list(each) for key, each in given.amounts.items()},
        "birth_date": fields.birth_date,
        "sex": fields.sex,
        "region_code": fields.region_code,
        "facts_seen": finding.each.facts,
        "facts_used": finding.used[0],
        "facts_digest": finding.used[1],
    }


LINKS = {"kept_id", "previous_id", "digest"}


def decision_digest(row: Mapping[str, Any], text: tuple[str, ...], before: str) -> str:
    """SHA-256 over a decision, its text and the digest of the one before: who changes one changes all that follow."""
    return digest_of(plain(row) | {"text": text, "before": before})


def plain(row: Mapping[str, Any]) -> dict[str, object]:
    """The columns that say something, in a form that is the same when they come back from the database."""
    values = {name: value for name, value in row.items() if name not in LINKS}
    values["known_at"] = values["known_at"].astimezone(UTC).isoformat(timespec="microseconds")
    for name in ("clause_mask", "unknown_mask"):
        values[name] = bytes(values[name]).hex()
    return values


def check_row(each: Gathered, as_of: date, editions: str) -> dict[str, Any]:
    """The columns of what was looked at."""
    return {
        "person_id": int(each.person.id),
        "checked_on": as_of,
        "facts": each.facts,
        "editions": editions,
        "fields": each.fields.digest,
    }


def standing_row(change: Change) -> dict[str, Any]:
    """The columns of a standing."""
    given = change.finding.answer
    person_id, region, name, edition = change.finding.key
    return {
        "person_id": person_id,
        "region": region,
        "catalogue": name,
        "edition": edition,
        "decision_id": change.decision_id,
        "value": given.value,
        "clause": given.clause,
        "status": given.status,
        "open": given.open,
        "illustrative": given.illustrative,
        "amounts": {key: list(each) for key, each in given.amounts.items()},
        "fingerprint": change.finding.fingerprint,
    }
