"""Finding people by what is typed: part of a name, pinyin initials, or a whole ID number.

Fast among a million under row-level security: every condition that may use an index is a comparison (leakproof), see
`models.suffix`. A part of a name is looked for from its first three characters on, and anywhere only if that finds
nobody.
"""

from __future__ import annotations

import re

from django.db.models import Q, QuerySet

from skillcity.kernel.id_number import IdNumber
from skillcity.reference.engine.words import folded, tidy
from skillcity.registry.models import Organisation, Person
from skillcity.registry.vault import vault

LAST = "\U0010ffff"  # after every other character, in the order of code points
LIKE_A_NUMBER = re.compile(r"[0-9Xx０-９Ｘｘ\s]{12,}")
LONGEST = 64


def named_like(rows: QuerySet[Person], text: str) -> QuerySet[Person]:
    """The rows that the text may mean; all of them for no text. Raises InputError for a broken ID number."""
    words = tidy(text)[:LONGEST]
    if not words:
        return rows
    if LIKE_A_NUMBER.fullmatch(text.strip()):
        index = vault().index(IdNumber.parse(text).value)
        return rows.filter(documents__kind="resident-id", documents__blind_index=index)
    if words.isascii():
        return rows.filter(_begins("initials", folded(words)) | _begins("name", words))
    begun = rows.filter(_begins("name", words) | _begins("from_second", words) | _begins("from_third", words))
    return begun if begun.exists() else rows.filter(name__contains=words)


def organisations_like(rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    """Organisations whose name, pinyin initials or credit code the text is a part of."""
    words = tidy(text)[:LONGEST]
    if not words:
        return rows
    return rows.filter(Q(name__icontains=words) | Q(initials__startswith=folded(words)) | Q(credit_code=words.upper()))


def _begins(column: str, words: str) -> Q:
    return Q(**{f"{column}__gte": words, f"{column}__lt": words + LAST})
