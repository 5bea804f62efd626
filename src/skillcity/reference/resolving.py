"""Which row of the classification a code in a document means: itself, or what it has become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F

from skillcity.reference.engine.elsewhere import OtherCode
from skillcity.reference.engine.occupation_code import OccupationLevel, level_of
from skillcity.reference.engine.words import tidy
from skillcity.reference.models import Occupation


@dataclass(frozen=True, slots=True)
class Resolved:
    """The row that is meant, how it was found (a basis of `MajorOccupation`), and the ground for a translation."""

    occupation_id: int
    code: str
    name: str
    basis: str
    other: OtherCode | None = None


class Resolver:
    """Reads the classification once, then answers code by code."""

    def __init__(self, others: Mapping[str, OtherCode]) -> None:
        self.others = others
        oldest_first = Occupation.objects.order_by(F("edition__valid_from").asc(nulls_first=True), "id")
        rows = oldest_first.values_list("code", "id", "name")
        self.rows = {code: (row_id, name) for code, row_id, name in rows}

    def resolve(self, code: str) -> Resolved:
        """The row for a code. Raises KeyError when neither the classification nor the table of other codes has it."""
        found = self.find(code)
        if found is None:
            raise KeyError(code)
        return found

    def find(self, code: str) -> Resolved | None:
        """The row for a code, or None when it means none for sure."""
        if code in self.rows:
            row_id, name = self.rows[code]
            exact = level_of(code) == OccupationLevel.OCCUPATION
            return Resolved(row_id, code, name, "occupation" if exact else "group")
        other = self.others.get(code)
        if other is None or not other.sure or other.becomes not in self.rows:
            return None
        row_id, name = self.rows[other.becomes]
        return Resolved(row_id, other.becomes, name, "mapped", other)

    def called(self, code: str, name: str) -> bool:
        """Whether the classification gives a code this name; an empty name says nothing against it."""
        return not name or code not in self.rows or tidy(self.rows[code][1]) == tidy(name)
