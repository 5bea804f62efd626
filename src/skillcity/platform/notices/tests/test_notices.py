"""Anybody may be told something; who was told reads it, and nobody else."""

from __future__ import annotations

import pytest

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import STRANGER, Actor
from skillcity.platform.accounts.roles import Role
from skillcity.platform.notices.models import Notice
from skillcity.platform.notices.services import tell
from skillcity.registry.tests.world import actor, main_of, seeing_as, sign_in

pytestmark = pytest.mark.django_db
NEWS = Text("证书已撤销", "A certificate was revoked")


@pytest.fixture
def reader(db: None) -> Actor:
    return actor(Role.BANK)


def told_by(who: Actor, *whom: Actor, words: Text = NEWS) -> int:
    with seeing_as(who):
        return tell(accounts=[each.account_id or 0 for each in whom], words=words, url="/home", about="x")


def unread(who: Actor) -> int:
    with seeing_as(who):
        return Notice.objects.filter(read_at=None).count()


@pytest.mark.parametrize("role", [Role.EVALUATION_BODY, Role.WORKER, None])
def test_whoever_acts_tells_others_and_reads_nothing_of_it(reader: Actor, role: Role | None) -> None:
    who = actor(role) if role else STRANGER
    assert told_by(who, reader, reader) == 1
    assert (unread(reader), unread(who)) == (1, 0)


def test_the_page_shows_ones_own_and_marks_them_read(reader: Actor) -> None:
    other = actor(Role.BANK)
    told_by(other, reader)
    client = sign_in(reader)
    assert "证书已撤销" in main_of(client.get("/notices"))
    assert "没有通知" in main_of(sign_in(other).get("/notices"))
    sign_in(other).post("/notices/read")
    assert unread(reader) == 1
    assert client.post("/notices/read").status_code == 302
    assert unread(reader) == 0


def test_long_words_are_cut_and_none_are_lost(reader: Actor) -> None:
    assert told_by(STRANGER, reader, words=Text("长" * 500, "long " * 200)) == 1
    with seeing_as(reader):
        notice = Notice.objects.get()
    assert (len(notice.zh), len(notice.en)) == (300, 400)
    assert told_by(STRANGER) == 0
