"""Whether the ledger still says what was recorded: every digest anew, every chain from its first fact to its head."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max

from skillcity.registry.models import Person

PERSONS_AT_ONCE = 20_000
MOST_NAMED = 1000

# A row is wrong by itself if its digest follows neither from the digest stored before it nor from the one that should
# have been stored there: so that one changed byte names one fact, and not the next one too.
CHECK = """
with rows as (
    select person_id, seq, digest, fact_content(facts_fact) as content, lag(digest) over chain as before,
           lag(seq) over chain as seq_before
    from facts_fact where person_id > %(low)s and person_id <= %(high)s
    window chain as (partition by person_id order by seq)
), computed as (
    select *, sha256(coalesce(before, ''::bytea) || convert_to(content, 'UTF8')) as expected from rows
), compared as (
    select *, lag(expected) over (partition by person_id order by seq) as expected_before from computed
)
select person_id, seq,
       case when seq <> coalesce(seq_before, 0) + 1 then 'gap' else 'digest' end
from compared
where seq <> coalesce(seq_before, 0) + 1
   or (digest <> expected
       and digest <> sha256(coalesce(expected_before, ''::bytea) || convert_to(content, 'UTF8')))
union all
select coalesce(h.person_id, f.person_id), coalesce(f.seq, h.length), 'head'
from (select person_id, length, head from facts_chain where person_id > %(low)s and person_id <= %(high)s) h
full join (
    select distinct on (person_id) person_id, seq, digest from facts_fact
    where person_id > %(low)s and person_id <= %(high)s order by person_id, seq desc
) f using (person_id)
where h.length is distinct from f.seq or h.head is distinct from f.digest
"""


@dataclass(frozen=True, slots=True)
class Broken:
    """A fact that is not as it was recorded.

    `why`: `digest` (its content or digest was changed), `gap` (a fact before it is missing), `head` (facts after it are
    missing, or the chain's head was changed).
    """

    person_id: int
    seq: int
    why: str

    @property
    def reference(self) -> str:
        """The fact's name."""
        return f"{self.person_id}-{self.seq}"


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome: how many facts of how many people were checked, and the first thousand broken ones."""

    facts: int
    people: int
    broken: tuple[Broken, ...]

    @property
    def valid(self) -> bool:
        """Whether all is as it was recorded."""
        return not self.broken


def verify_facts(progress: Callable[[int, int], None] = lambda done, total: None) -> Verification:
    """Check the whole ledger, 20,000 people at a time; needs a scope that sees all of them."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*), count(distinct person_id), coalesce(max(person_id), 0) from facts_fact")
        facts, people, last = cursor.fetchone()
        last = max(last, Person.objects.aggregate(last=Max("pk"))["last"] or 0)
        broken: dict[tuple[int, int], Broken] = {}
        for low in range(0, last, PERSONS_AT_ONCE):
            cursor.execute(CHECK, {"low": low, "high": low + PERSONS_AT_ONCE})
            for person_id, seq, why in cursor.fetchall():
                broken.setdefault((person_id, seq), Broken(person_id, seq, why))
            progress(min(low + PERSONS_AT_ONCE, last), last)
    named = sorted(broken.values(), key=lambda each: (each.person_id, each.seq))
    return Verification(facts, people, tuple(named[:MOST_NAMED]))
