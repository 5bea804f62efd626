"""Writing an edition with its days, and taking one back: what the approval of a proposal does to the editions."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from skillcity.policy.editions import digest_of_words, editions_of, forget
from skillcity.policy.engine import Catalogue, check_editions
from skillcity.policy.studio import errors
from skillcity.policy.studio.calendar import ONE_DAY, Placed, end_on, note_shipped
from skillcity.policy.studio.checking import check
from skillcity.policy.studio.engine import editing
from skillcity.policy.studio.engine.rendering import Value
from skillcity.policy.studio.models import Edition, Proposal, Revision
from skillcity.policy.studio.naming import free_name
from skillcity.policy.studio.selectors import Words, words_of_edition
from skillcity.policy.studio.services import rename


def publish_words(
    *,
    words: Words,
    region: str,
    catalogue: str,
    edition: str,
    placed: Placed,
    revision: Revision | None,
    author_id: int,
    approver_id: int,
) -> Edition:
    """Write an edition with its days, and end the one before it. The days of all editions are checked at last."""
    before = editions_of(region, catalogue)
    text = _dated(words.text, placed, before)
    if not check(text, words.sets, words.cases).ready:
        raise errors.NOT_READY
    try:
        with transaction.atomic():
            note_shipped(region, catalogue)
            if placed.ends is not None:
                end_on(placed.ends, placed.first_day - ONE_DAY)
            made = Edition.objects.create(
                region=region,
                catalogue=catalogue,
                edition=edition,
                text=text,
                sets=dict(words.sets),
                cases=words.cases,
                digest=digest_of_words(text, dict(words.sets)),
                first_day=placed.first_day,
                last_day=placed.last_day,
                revision=revision,
                author_id=author_id,
                approver_id=approver_id,
            )
    except IntegrityError as error:
        raise errors.DAYS_CHANGED from error
    forget()
    _check_days(before, editions_of(region, catalogue))
    return made


def _dated(text: str, placed: Placed, known: tuple[Catalogue, ...]) -> str:
    """The text with the days of its publication, and the name of the edition that it follows."""
    earlier = [each for each in known if (each.in_force.start or date.min) < placed.first_day]
    days = {"from": placed.first_day.isoformat(), "to": placed.last_day.isoformat() if placed.last_day else ""}
    changes: dict[str, Value | None] = {"in_force": days}
    if earlier:
        changes["supersedes"] = earlier[0].edition
    return editing.set_values(text, changes)


def _check_days(before: tuple[Catalogue, ...], after: tuple[Catalogue, ...]) -> None:
    """No day is covered twice, and no gap has come that was not there. Raises Conflict."""
    old = {str(problem.what) for problem in check_editions(before)}
    for problem in check_editions(after):
        if problem.code == "policy.overlap" or str(problem.what) not in old:
            if problem.code == "policy.gap" and _ended_by_itself(before, after):
                continue
            raise errors.DAYS_CHANGED


def _ended_by_itself(before: tuple[Catalogue, ...], after: tuple[Catalogue, ...]) -> bool:
    """Whether every edition that was there ends on the same day as before: then a gap is none of ours."""
    ends = {each.edition: each.in_force.end for each in after}
    return all(ends.get(each.edition, each.in_force.end) == each.in_force.end for each in before)


def withdraw(*, proposal: Proposal, approver_id: int) -> Edition:
    """The edition ends; the rules of the one before hold again, as an edition of their own if it had begun."""
    if proposal.edition is None:
        raise errors.NO_PROPOSAL
    if proposal.first_day < timezone.localdate():
        raise errors.TOO_LATE
    lock_catalogue(proposal.edition.region, proposal.edition.catalogue)
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=proposal.edition.pk)
    begins = edition.first_day or date.min
    known = editions_of(edition.region, edition.catalogue)
    earlier = next((each for each in known if (each.in_force.start or date.min) < begins), None)
    until, begun = edition.last_day, proposal.first_day > begins
    touches = earlier is not None and earlier.in_force.end == begins - ONE_DAY
    if begun:
        edition.last_day = proposal.first_day - ONE_DAY
        edition.save(update_fields=["last_day"])
    else:
        edition.withdrawn_at = timezone.now()
        edition.save(update_fields=["withdrawn_at"])
        if earlier is not None and touches:
            end_on(earlier, until)
    forget()
    if begun and earlier is not None and touches:
        name = free_name(edition.region, edition.catalogue, f"{earlier.edition}-r")
        publish_words(
            words=rename(words_of_edition(earlier.name), name),
            region=edition.region,
            catalogue=edition.catalogue,
            edition=name,
            placed=Placed(proposal.first_day, until, None, None),
            revision=None,
            author_id=proposal.proposed_by_id,
            approver_id=approver_id,
        )
    return edition


def lock_catalogue(region: str, catalogue: str) -> None:
    """One publication of a catalogue at a time."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"publish {region}/{catalogue}"])
    forget()
