"""Search in a table with a code and a name: the database narrows by pairs of characters, the engine puts in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import F, Model, Q, QuerySet

from skillcity.reference.engine.search import Candidate, near, ranked
from skillcity.reference.engine.words import bigrams, folded
from skillcity.reference.models.searching import Bigrams

Found = TypeVar("Found", bound=Model)
LONGEST_QUERY = 60


def find(rows: QuerySet[Found], text: str, limit: int, *, aliases: bool = False) -> list[Found]:
    """The best `limit` rows for a query; names near it where nothing answers; [] for an empty query.

    A word of two characters or more goes through the index of pairs; a single character needs LIKE.
    """
    words = folded(text[: 4 * LONGEST_QUERY])[:LONGEST_QUERY]
    if not words or limit < 1:
        return []
    narrowed = rows.alias(pairs=Bigrams("search_text"))
    for word in words.split():
        narrowed = narrowed.filter(search_text__contains=word)
        if pairs := bigrams(word):
            narrowed = narrowed.filter(pairs__contains=sorted(pairs))
    best = ranked(words, _candidates(narrowed, aliases), limit)
    if not best and (pairs := bigrams(words)):
        close = rows.alias(pairs=Bigrams("search_text")).filter(Q(pairs__overlap=sorted(pairs)))
        best = near(words, _candidates(close, aliases), limit)
    found = rows.in_bulk([candidate.key for candidate, _ in best])
    return [found[candidate.key] for candidate, _ in best]


def _candidates(rows: QuerySet[Any], aliases: bool) -> Sequence[Candidate]:
    fields = ["id", "code", "name", "initials", "spelled", *(["aliases"] if aliases else [])]
    newest: dict[str, Candidate] = {}
    for key, code, name, initials, spelled, *others in rows.order_by(
        F("edition__valid_from").asc(nulls_first=True), "id"
    ).values_list(*fields):
        newest[code] = Candidate(key, code, name, initials, spelled, tuple(others[0]) if others else ())
    return list(newest.values())
