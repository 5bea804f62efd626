"""Four eyes: what one proposes another decides, and the database keeps what was published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from skillcity.kernel.errors import Conflict, InputError, NotFound, Refused
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.accounts.models import Account
from skillcity.platform.audit.models import Entry
from skillcity.platform.jobs.models import Job
from skillcity.policy.editions import edition_named, editions_of, forget, talent_edition, talent_editions
from skillcity.policy.engine import check_editions, in_force_on
from skillcity.policy.studio import publishing, services
from skillcity.policy.studio.kinds import DraftState, ProposalState
from skillcity.policy.studio.models import Draft, Edition, Proposal
from skillcity.policy.studio.publishing import approve, propose, propose_withdrawal, send_back, take_back
from skillcity.policy.studio.services import Seen
from skillcity.policy.studio.tests.world import World

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
LONGER = 'any(studio, role == "leader", issuer_kind == "hrss", years_since(valid_from) >= 1)'


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def changed(author: Actor, draft: Draft) -> Draft:
    """A draft whose clause was changed and whose cases still pass."""
    services.change_entry(actor=author, seen=Seen(draft.pk, 1), key="clauses", at=11, changes={"when": LONGER})
    draft.refresh_from_db()
    return draft


def proposed(actor: Actor, draft: Draft, first_day: date, **more: object) -> Proposal:
    draft.refresh_from_db()
    return propose(actor=actor, draft_id=draft.pk, revision=draft.revision, first_day=first_day, **more)  # type: ignore[arg-type]


def published(author: Actor, other: Actor, draft: Draft, first_day: date, **more: object) -> Edition:
    return approve(actor=other, proposal_id=proposed(author, draft, first_day, **more).pk)


def days() -> list[tuple[str, date | None, date | None]]:
    return [(each.edition, each.in_force.start, each.in_force.end) for each in reversed(talent_editions())]


def test_an_edition_is_published_by_two_and_ends_the_one_before(
    world: World, author: Actor, other: Actor, changed: Draft, today: date
) -> None:
    made = published(author, other, changed, today)
    assert (made.author_id, made.approver_id) == (world.author.pk, world.other.pk)
    assert days()[-2:] == [("2025", date(2025, 7, 1), today - ONE_DAY), (made.edition, today, None)]
    assert check_editions(talent_editions()) == ()
    current = in_force_on(talent_editions(), today)
    assert current is not None
    assert (current.edition, current.supersedes) == (made.edition, "2025")
    assert "years_since(valid_from) >= 1" in made.text
    assert Draft.objects.get(pk=changed.pk).state == DraftState.PUBLISHED
    assert Entry.objects.filter(act="policy.published").count() == 1
    assert Job.objects.filter(kind=publishing.EVALUATE).count() == 1


def test_a_later_first_day_evaluates_nobody_yet(author: Actor, other: Actor, changed: Draft, today: date) -> None:
    later = today + timedelta(days=30)
    made = published(author, other, changed, later, last_day=later + timedelta(days=364))
    current = in_force_on(talent_editions(), today)
    assert current is not None
    assert current.edition == "2025"
    assert made.last_day == later + timedelta(days=364)
    assert not Job.objects.filter(kind=publishing.EVALUATE).exists()


def test_nobody_approves_their_own_proposal_or_their_own_last_words(
    author: Actor, other: Actor, changed: Draft, today: date
) -> None:
    waiting = proposed(other, changed, today)
    for actor in (author, other):
        with pytest.raises(Refused):
            approve(actor=actor, proposal_id=waiting.pk)
        with pytest.raises(Refused):
            send_back(actor=actor, proposal_id=waiting.pk, answer="x")
    assert not Edition.objects.exists()


def test_a_proposal_waits_on_the_home_page_of_who_may_decide(
    world: World, browse: Callable[[Account], Client], author: Actor, changed: Draft, today: date
) -> None:
    link = f"/studio/proposals/{proposed(author, changed, today).pk}"
    shown = {
        name: link in browse(getattr(world, name)).get("/home").content.decode()
        for name in ("author", "other", "county", "auditor")
    }
    assert shown == {"author": False, "other": True, "county": False, "auditor": False}


@pytest.mark.parametrize("name", ["county", "auditor"])
def test_readers_neither_propose_nor_decide(
    world: World, author: Actor, changed: Draft, today: date, name: str
) -> None:
    reader = world.actor(getattr(world, name))
    with pytest.raises(Refused):
        proposed(reader, changed, today)
    waiting = proposed(author, changed, today)
    for act in (approve, take_back):
        with pytest.raises(Refused):
            act(actor=reader, proposal_id=waiting.pk)


def test_a_proposed_draft_rests_until_it_is_decided(author: Actor, other: Actor, changed: Draft, today: date) -> None:
    waiting = proposed(author, changed, today)
    with pytest.raises(Conflict):
        services.change_text(actor=author, seen=Seen(changed.pk, 2), text="x")
    with pytest.raises(Conflict):
        proposed(author, changed, today)
    sent = send_back(actor=other, proposal_id=waiting.pk, answer="首日太早")
    assert (sent.state, sent.answer) == (ProposalState.RETURNED, "首日太早")
    again = proposed(author, changed, today + ONE_DAY)
    take_back(actor=author, proposal_id=again.pk)
    with pytest.raises(Refused):
        take_back(actor=other, proposal_id=proposed(author, changed, today).pk)
    for act in (take_back, approve):
        with pytest.raises(Conflict):
            act(actor=author, proposal_id=again.pk)
    with pytest.raises(NotFound):
        approve(actor=other, proposal_id=again.pk + 99)


def test_a_past_first_day_needs_a_reason(author: Actor, other: Actor, changed: Draft, today: date) -> None:
    past = today - timedelta(days=10)
    with pytest.raises(InputError) as caught:
        proposed(author, changed, past)
    assert caught.value.code == "studio.past-day"
    made = published(author, other, changed, past, reason="文件规定的施行日")
    assert days()[-2:] == [("2025", date(2025, 7, 1), past - ONE_DAY), (made.edition, past, None)]


def test_a_draft_with_problems_or_failing_cases_cannot_be_proposed(author: Actor, draft: Draft, today: date) -> None:
    changes = {"when": 'any(studio, role == "member")'}
    services.change_entry(actor=author, seen=Seen(draft.pk, 1), key="clauses", at=11, changes=changes)
    with pytest.raises(InputError) as caught:
        proposed(author, draft, today)
    assert caught.value.code == "studio.not-ready"


def test_a_proposal_is_about_the_newest_words(author: Actor, changed: Draft, today: date) -> None:
    with pytest.raises(Conflict):
        propose(actor=author, draft_id=changed.pk, revision=1, first_day=today)


NAMES = [("2025", "studio.name-taken"), ("a b", "studio.not-ready"), ("x" * 33, "studio.name")]


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_an_edition_has_a_plain_name_of_its_own(author: Actor, draft: Draft, today: date, name: str, code: str) -> None:
    services.change_head(actor=author, seen=Seen(draft.pk, 1), changes={"edition": name})
    with pytest.raises(InputError) as caught:
        proposed(author, draft, today)
    assert caught.value.code == code


def test_two_editions_stand_in_line_whatever_their_order(
    author: Actor, other: Actor, changed: Draft, today: date
) -> None:
    far, near = today + timedelta(days=60), today + timedelta(days=30)
    copies = [services.copy_draft(actor=author, draft_id=changed.pk) for _ in range(2)]
    for at, copy in enumerate(copies):
        services.change_head(actor=author, seen=Seen(copy.pk, 1), changes={"edition": f"x{at}"})
    published(author, other, copies[0], far)
    made = published(author, other, copies[1], near)
    assert made.last_day == far - ONE_DAY
    assert check_editions(talent_editions()) == ()
    third = services.copy_draft(actor=author, draft_id=changed.pk)
    services.change_head(actor=author, seen=Seen(third.pk, 1), changes={"edition": "x3"})
    for first, last, code in ((far, None, "day-taken"), (today, today + ONE_DAY, "gap"), (far + ONE_DAY, far, "days")):
        with pytest.raises(InputError) as caught:
            proposed(author, third, first, last_day=last)
        assert caught.value.code == f"studio.{code}"


def test_one_that_is_not_in_force_yet_is_withdrawn_by_one_officer(
    author: Actor, other: Actor, changed: Draft, today: date
) -> None:
    later = today + timedelta(days=30)
    made = published(author, other, changed, later)
    asked = propose_withdrawal(actor=author, edition_id=made.pk, from_day=later, reason="日期有误")
    assert asked.state == ProposalState.APPROVED
    made.refresh_from_db()
    assert made.withdrawn_at is not None
    assert days()[-1] == ("2025", date(2025, 7, 1), None)
    assert talent_edition(made.edition).name == made.name  # what was decided by it can be replayed
    for again in (made.pk, made.pk + 99):
        with pytest.raises((Conflict, NotFound)):
            propose_withdrawal(actor=author, edition_id=again, from_day=later, reason="x")


def test_one_in_force_is_withdrawn_by_two_and_the_rules_before_hold_again(
    author: Actor, other: Actor, changed: Draft, today: date
) -> None:
    past = today - timedelta(days=5)
    made = published(author, other, changed, past, reason="追溯")
    asked = propose_withdrawal(actor=author, edition_id=made.pk, from_day=today, reason="影响过大")
    with pytest.raises(Conflict):
        propose_withdrawal(actor=author, edition_id=made.pk, from_day=today, reason="影响过大")
    with pytest.raises(Refused):
        approve(actor=author, proposal_id=asked.pk)
    approve(actor=other, proposal_id=asked.pk)
    assert days()[-3:] == [
        ("2025", date(2025, 7, 1), past - ONE_DAY),
        (made.edition, past, today - ONE_DAY),
        ("2025-r", today, None),
    ]
    again = talent_edition("2025-r")
    assert [each.when for each in again.clauses] == [each.when for each in talent_edition("2025").clauses]
    assert check_editions(talent_editions()) == ()


def test_one_that_begins_today_is_withdrawn_whole(author: Actor, other: Actor, changed: Draft, today: date) -> None:
    made = published(author, other, changed, today)
    asked = propose_withdrawal(actor=author, edition_id=made.pk, from_day=today, reason="影响过大")
    approve(actor=other, proposal_id=asked.pk)
    assert days()[-1] == ("2025", date(2025, 7, 1), None)
    assert Job.objects.filter(kind=publishing.EVALUATE).count() == 2


def test_a_withdrawal_has_a_reason_and_a_day_that_is_not_past(
    author: Actor, other: Actor, changed: Draft, today: date
) -> None:
    made = published(author, other, changed, today)
    for day, reason in ((today, " "), (today - ONE_DAY, "x")):
        with pytest.raises(InputError):
            propose_withdrawal(actor=author, edition_id=made.pk, from_day=day, reason=reason)
    asked = propose_withdrawal(actor=author, edition_id=made.pk, from_day=today, reason="x")
    Proposal.objects.filter(pk=asked.pk).update(first_day=today - ONE_DAY)
    with pytest.raises(Conflict):
        approve(actor=other, proposal_id=asked.pk)


def test_the_first_edition_of_a_catalogue_leaves_no_rule_when_it_is_withdrawn(
    author: Actor, other: Actor, changed: Draft, today: date
) -> None:
    made = published(author, other, changed, date(2020, 1, 1), reason="x")
    assert (made.first_day, made.last_day) == (date(2020, 1, 1), date(2023, 12, 31))
    assert editions_of("330300", "talent-class")[-1].edition == made.edition


def test_the_database_keeps_what_was_published(author: Actor, other: Actor, changed: Draft, today: date) -> None:
    made = published(author, other, changed, today)
    tries = [
        "update policy_edition set text = 'x' where id = %s",
        "update policy_edition set approver_id = author_id where id = %s",
        "update policy_edition set first_day = first_day - 1 where id = %s",
        "delete from policy_edition where id = %s",
    ]
    for statement in tries:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [made.pk])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("truncate policy_edition cascade")


def test_the_database_refuses_one_pair_of_eyes_and_two_editions_on_a_day(
    world: World, author: Actor, other: Actor, changed: Draft, today: date
) -> None:
    made = published(author, other, changed, today)
    common = {"region": made.region, "catalogue": made.catalogue, "text": "x", "digest": "x"}
    pairs = [(world.author, world.author, today + timedelta(days=9000)), (world.author, world.other, today)]
    for one, two, first in pairs:
        with pytest.raises(IntegrityError), transaction.atomic():
            Edition.objects.create(edition="y", author=one, approver=two, first_day=first, **common)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(draft=changed).update(decided_by=world.author)


def test_an_edition_that_came_meanwhile_is_noticed(author: Actor, other: Actor, changed: Draft, today: date) -> None:
    waiting = proposed(author, changed, today)
    Edition.objects.create(
        region="330300", catalogue="talent-class", edition="meanwhile", shipped=True, first_day=today, last_day=None
    )
    forget()
    with pytest.raises((Conflict, InputError)):
        approve(actor=other, proposal_id=waiting.pk)


def test_a_first_day_that_passed_while_it_waited_is_not_published(
    author: Actor, other: Actor, changed: Draft, today: date
) -> None:
    waiting = proposed(author, changed, today)
    Proposal.objects.filter(pk=waiting.pk).update(first_day=today - ONE_DAY, proposed_on=today - ONE_DAY)
    with pytest.raises(Conflict) as caught:
        approve(actor=other, proposal_id=waiting.pk)
    assert caught.value.code == "studio.too-late"


def test_an_edition_is_found_by_its_whole_name() -> None:
    assert edition_named("330300/talent-class/2025").edition == "2025"
    for name in ("330300/talent-class/1999", "330300/none/2025", "x"):
        with pytest.raises(NotFound):
            edition_named(name)
