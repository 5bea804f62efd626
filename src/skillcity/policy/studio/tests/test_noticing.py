"""Every process notices a publication with its next transaction, and what was undone is not remembered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connection, transaction

from skillcity.platform.accounts.actor import SYSTEM, Actor
from skillcity.platform.accounts.scope import acting_as
from skillcity.policy.editions import forget, talent_editions
from skillcity.policy.studio import services
from skillcity.policy.studio.models import Edition
from skillcity.policy.studio.publishing import approve, propose
from skillcity.policy.studio.tests.world import BASE, World, make_world

LATER = date(2090, 1, 1)


def names() -> list[str]:
    with acting_as(SYSTEM):
        return [each.edition for each in talent_editions()]


def published(world: World, name: str) -> Edition:
    author, other = (world.actor(each) for each in (world.author, world.other))
    with acting_as(author):
        draft = services.start_draft(actor=author, base=BASE)
        services.change_head(actor=author, seen=services.Seen(draft.pk, 1), changes={"edition": name})
        waiting = propose(actor=author, draft_id=draft.pk, revision=2, first_day=LATER)
    return approved(other, waiting.pk)


def approved(other: Actor, proposal_id: int) -> Edition:
    with acting_as(other):
        return approve(actor=other, proposal_id=proposal_id)


def test_another_thread_sees_what_was_published(committed_db: dict[str, object]) -> None:
    world = make_world()
    assert names() == ["2025", "2024"]

    def publish() -> None:
        try:
            published(world, "2090")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(publish).result()
    assert names() == ["2090", "2025", "2024"]


def test_what_was_undone_is_not_remembered(committed_db: dict[str, object]) -> None:
    world = make_world()
    with transaction.atomic():
        published(world, "2090")
        assert names()[0] == "2090"
        transaction.set_rollback(True)
    forget()
    assert names() == ["2025", "2024"]
    with acting_as(SYSTEM):
        assert not Edition.objects.exists()
