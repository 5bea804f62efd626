"""Where a new edition goes among the days of the others: the one before ends the day before, none is covered twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.policy.editions import editions_of, shipped_editions
from skillcity.policy.engine import Catalogue
from skillcity.policy.studio.models import Edition

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Placed:
    """The days of a new edition, the edition that it ends (None: none does), and the days before without a rule."""

    first_day: date
    last_day: date | None
    ends: Catalogue | None
    gap: tuple[date, date] | None


def place(region: str, catalogue: str, first_day: date, last_day: date | None = None) -> Placed:
    """Where an edition that begins on a day would stand.

    Errors: `studio.day-taken` when another begins that day, `studio.gap` when its last day leaves days before the next.
    """
    known = sorted(editions_of(region, catalogue), key=_start)
    return _place(known, first_day, last_day)


def _place(known: Sequence[Catalogue], first_day: date, last_day: date | None) -> Placed:
    if any(_start(each) == first_day for each in known):
        raise InputError(
            "studio.day-taken",
            Text("这一天已有另一版本开始生效。", "Another edition begins on this day."),
            where="first_day",
            todo=Text("请改用另一天，或先撤回那个版本。", "Choose another day, or withdraw that edition first."),
        )
    after = next((each for each in known if _start(each) > first_day), None)
    before = next((each for each in reversed(known) if _start(each) < first_day), None)
    until = _start(after) - ONE_DAY if after else None
    if last_day is not None and until is not None and last_day < until:
        raise InputError(
            "studio.gap",
            Text("截止日与下一版本之间有空档。", "Its last day leaves days before the next edition."),
            where="last_day",
            todo=Text(f"请写 {until}，或留空。", f"Write {until}, or leave it empty."),
        )
    if last_day is not None and last_day < first_day:
        raise InputError("studio.days", Text("截止早于首日。", "The last day lies before the first."), where="last_day")
    ends = before if before and (before.in_force.end is None or before.in_force.end >= first_day) else None
    end = before.in_force.end if before else None
    gap = (end + ONE_DAY, first_day - ONE_DAY) if end and end + ONE_DAY < first_day else None
    return Placed(first_day, min(filter(None, (last_day, until)), default=None), ends, gap)


def _start(catalogue: Catalogue) -> date:
    return catalogue.in_force.start or date.min


def note_shipped(region: str, catalogue: str) -> None:
    """Give the editions that came with the software their rows, so that the database keeps their days apart too."""
    for each in shipped_editions(region, catalogue):
        Edition.objects.get_or_create(
            region=region,
            catalogue=catalogue,
            edition=each.edition,
            defaults={"shipped": True, "first_day": each.in_force.start, "last_day": each.in_force.end},
        )


def end_on(catalogue: Catalogue, last_day: date | None) -> None:
    """Let an edition end on this day."""
    Edition.objects.filter(region=catalogue.region, catalogue=catalogue.catalogue, edition=catalogue.edition).update(
        last_day=last_day
    )
