"""A person as policy sees them: a few fields, and the facts recorded about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

FactId = int | str


@dataclass(frozen=True, slots=True)
class Fact:
    """One recorded fact, in two times: valid from..to in the world (both included), known here since `recorded_at`.

    `supersedes` names the older fact that this one corrects. A `retracted` fact counts for nothing; one that also
    supersedes takes the older away and puts nothing in its place. `recorded_at` has a time zone; None: known always
    (a supposed fact). Attributes are the stored values: strings, whole numbers, yes/no, dates as `2025-07-01`.
    """

    id: FactId
    kind: str
    valid_from: date
    valid_to: date | None = None
    recorded_at: datetime | None = None
    attributes: Mapping[str, object] = field(default_factory=dict)
    supersedes: FactId | None = None
    retracted: bool = False

    def __post_init__(self) -> None:
        if self.recorded_at is not None:
            check_moment(self.recorded_at)


@dataclass(frozen=True, slots=True)
class Person:
    """The fields a rule may ask about, as they stood on the day asked about; None: not known.

    The age follows from the date of birth.
    """

    id: FactId
    birth_date: date | None = None
    sex: str | None = None
    registered_in: str | None = None
    groups: frozenset[str] | None = None
    insurance_months: int | None = None
    facts: tuple[Fact, ...] = ()


def check_moment(moment: datetime) -> None:
    """Refuse a moment without a time zone (InputError `policy.naive-time`): it cannot be ordered among others."""
    if moment.tzinfo is None:
        raise InputError(
            "policy.naive-time",
            Text("时刻缺少时区。", "The moment has no time zone."),
            todo=Text("请写明时区，如 +08:00。", "Give it one, such as +08:00."),
        )


def visible(facts: tuple[Fact, ...], known_at: datetime | None) -> list[Fact]:
    """The facts that stood recorded at `known_at` (None: all), without the retracted and the superseded."""
    if known_at is None:
        known: tuple[Fact, ...] | list[Fact] = facts
    else:
        known = [fact for fact in facts if fact.recorded_at is None or fact.recorded_at <= known_at]
    gone = {fact.supersedes for fact in known if fact.supersedes is not None}
    return [fact for fact in known if not fact.retracted and fact.id not in gone]
