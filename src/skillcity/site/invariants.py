"""What must hold in the live data, one statement each: a query that finds the rows for which it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection

from skillcity.facts.engine.attributes import check_attributes
from skillcity.facts.engine.kinds import all_kinds
from skillcity.facts.models import Fact
from skillcity.facts.verification import verify_facts
from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.registry.models import IdentityDocument
from skillcity.registry.vault import vault

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Invariant:
    """A statement about the data, and what finds its exceptions (as words)."""

    name: str
    text: Text
    exceptions: Callable[[], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """How many exceptions there are, and the first few."""

    invariant: Invariant
    count: int
    examples: tuple[str, ...]


def examine(invariant: Invariant) -> Finding:
    """Count the exceptions of one invariant."""
    found = iter(invariant.exceptions())
    examples = tuple(islice(found, EXAMPLES))
    return Finding(invariant, len(examples) + sum(1 for _ in found), examples)


def rows_of(statement: str, *values: Any) -> Callable[[], Iterable[str]]:
    """The rows of a query, one word each."""

    def run() -> Iterable[str]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return [" ".join(str(value) for value in row) for row in cursor.fetchall()]

    return run


def broken_facts() -> Iterable[str]:
    """Facts that are not as they were recorded."""
    return [f"{each.reference} ({each.why})" for each in verify_facts().broken]


def undeclared_facts() -> Iterable[str]:
    """Facts that say something else than their kind declares."""
    kinds = all_kinds()
    rows = Fact.objects.order_by("person_id", "seq").values_list("person_id", "seq", "kind", "attributes")
    for person_id, seq, kind, attributes in rows.iterator(chunk_size=20_000):
        try:
            sound = kind in kinds and check_attributes(kinds[kind], attributes) == attributes
        except InputError:
            sound = False
        if not sound:
            yield f"{person_id}-{seq}"


def closed_numbers() -> Iterable[str]:
    """ID numbers that do not open with the keys at hand, or are found under a wrong index."""
    from cryptography.exceptions import InvalidTag

    from skillcity.registry.engine.vault import Sealed

    keep = vault()
    rows = IdentityDocument.objects.order_by("pk").values_list("pk", "key_id", "cipher", "blind_index")
    for pk, key_id, cipher, index in rows.iterator(chunk_size=20_000):
        try:
            sound = keep.index(keep.open(Sealed(key_id, bytes(cipher)))) == bytes(index)
        except (InvalidTag, KeyError):
            sound = False
        if not sound:
            yield f"document {pk}"


INVARIANTS = (
    Invariant("facts-chain", Text("事实未被改动", "facts are as recorded"), broken_facts),
    Invariant("facts-declared", Text("事实符合种类定义", "facts say what their kind declares"), undeclared_facts),
    Invariant("numbers-open", Text("身份证号可解密", "ID numbers open with the keys at hand"), closed_numbers),
    Invariant(
        "people-documented",
        Text("每人有证件", "everybody has a document"),
        rows_of(
            "select 'person', p.id from registry_person p where not exists "
            "(select 1 from registry_identitydocument d where d.person_id = p.id) order by 2"
        ),
    ),
    Invariant(
        "certificates-once",
        Text("证书编号不重复", "a certificate number belongs to one person"),
        rows_of(
            "select attributes ->> 'number' from facts_fact where kind = 'certificate' "
            "group by 1 having count(distinct person_id) > 1 order by 1"
        ),
    ),
    Invariant(
        "standings-current",
        Text("人才类别为最新", "talent classes rest on all facts"),
        rows_of(
            "select 'person', c.person_id from facts_chain c join policy_last_check k using (person_id) "
            "where k.facts <> c.length order by 2"
        ),
    ),
    Invariant(
        "rows-guarded",
        Text("个人数据表均有行级安全", "tables of personal data have forced row security"),
        rows_of(
            "select distinct c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid "
            "where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not c.relforcerowsecurity "
            "and (a.attname = 'person_id' or c.relname = 'registry_person') and c.relname <> 'facts_chain' order by 1"
        ),
    ),
    Invariant(
        "guards-on",
        Text("只增触发器有效", "append-only triggers are on"),
        rows_of(
            "select t.tgrelid::regclass::text, t.tgname from pg_trigger t join pg_proc p on p.oid = t.tgfoid "
            "where p.proname in ('refuse_change', 'chain_fact', 'record_change') and t.tgenabled <> 'A' order by 1, 2"
        ),
    ),
    Invariant(
        "constraints-valid",
        Text("约束均已生效", "all constraints are validated"),
        rows_of(
            "select conrelid::regclass::text, conname from pg_constraint "
            "where not convalidated and connamespace = 'public'::regnamespace order by 1, 2"
        ),
    ),
)
