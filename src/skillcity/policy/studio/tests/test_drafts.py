"""A draft is a copy that two officers can write at once without losing a word; every revision stays."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from skillcity.kernel.errors import Conflict, InputError, NotFound, Refused
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.models import Change, Entry
from skillcity.policy.editions import FOLDER
from skillcity.policy.engine import PolicyError
from skillcity.policy.studio import errors, selectors, services
from skillcity.policy.studio.engine.outline import outline
from skillcity.policy.studio.kinds import DraftState
from skillcity.policy.studio.models import Draft, Revision
from skillcity.policy.studio.services import Seen
from skillcity.policy.studio.tests.world import BASE, NARROWER, World

pytestmark = pytest.mark.django_db
LEADERS = 11  # the place of E-02


def words_of(draft: Draft) -> Revision:
    return Revision.objects.get(draft=draft, number=Draft.objects.get(pk=draft.pk).revision)


def change(actor: Actor, draft: Draft, revision: int, **changes: object) -> Revision:
    return services.change_entry(
        actor=actor, seen=Seen(draft.pk, revision), key="clauses", at=LEADERS, changes=changes or {"when": NARROWER}
    )


def test_a_draft_is_a_copy_under_a_free_name_and_the_file_stays(draft: Draft) -> None:
    words = words_of(draft)
    path = FOLDER / "330300" / "talent-class" / "2025.yaml"
    before = path.read_text("utf-8")
    assert (draft.base, draft.edition, draft.revision) == (BASE, draft.edition, 1)
    assert draft.edition != "2025"
    assert draft.edition in draft.title_zh
    assert words.text.count("\n") == before.count("\n")
    assert words.text.startswith("# Verified by the press")
    assert list(words.sets) == ["sets/shortage-2025.yaml"]
    found = selectors.checked(words)
    assert found.ready
    assert len(found.cases) > 10
    assert path.read_text("utf-8") == before


def test_a_draft_of_a_draft_has_its_words(author: Actor, draft: Draft) -> None:
    change(author, draft, 1)
    copy = services.copy_draft(actor=author, draft_id=draft.pk)
    assert (copy.parent_id, copy.base) == (draft.pk, BASE)
    assert NARROWER in words_of(copy).text
    with pytest.raises(NotFound):
        services.copy_draft(actor=author, draft_id=draft.pk + 99)


def test_a_change_is_a_new_revision_with_who_and_what(world: World, author: Actor, draft: Draft) -> None:
    made = change(author, draft, 1)
    assert (made.number, made.by_id, made.what_zh) == (2, world.author.pk, "修改条款 E-02")
    assert NARROWER in made.text
    assert words_of(draft) == made
    assert Revision.objects.filter(draft=draft).count() == 2
    assert Entry.objects.filter(act="policy.draft-changed", object_id=str(draft.pk)).exists()
    assert Change.objects.filter(table_name="policy_draft", row_id=str(draft.pk), operation="update").exists()


def test_nothing_is_saved_when_nothing_differs(author: Actor, draft: Draft) -> None:
    same = words_of(draft).text
    assert services.change_text(actor=author, seen=Seen(draft.pk, 1), text=same.replace("\n", "\r\n")).number == 1


def test_who_saves_second_is_told_and_the_first_words_stay(author: Actor, other: Actor, draft: Draft) -> None:
    change(author, draft, 1)
    with pytest.raises(errors.Changed) as caught:
        change(other, draft, 1, status="illustrative")
    assert caught.value.revision.number == 2
    assert words_of(draft).number == 2
    assert change(other, draft, 2, status="illustrative").number == 3


def test_clauses_are_added_copied_and_removed(author: Actor, draft: Draft) -> None:
    item = {"id": "E-99", "gives": "E", "text": {"zh": "甲", "en": "a"}, "status": "illustrative", "when": "age >= 18",
            "cite": {"document": "目录", "confidence": "recall"}}  # fmt: skip
    services.add_entry(actor=author, seen=Seen(draft.pk, 1), key="clauses", after=99, values=item)
    services.copy_entry(actor=author, seen=Seen(draft.pk, 2), key="clauses", at=LEADERS)
    services.remove_entry(actor=author, seen=Seen(draft.pk, 3), key="clauses", at=0)
    names = [each.id for each in outline(words_of(draft).text).clauses]
    assert names[-1] == "E-99"
    assert names.index("E-02-2") == names.index("E-02") + 1
    assert "B-01" not in names
    for at in (-1, 99):
        with pytest.raises(NotFound):
            services.remove_entry(actor=author, seen=Seen(draft.pk, 4), key="clauses", at=at)


def test_the_last_clause_cannot_go(author: Actor, draft: Draft) -> None:
    text = words_of(draft).text
    only = text[: text.index("  - id: B-02")]
    services.change_text(actor=author, seen=Seen(draft.pk, 1), text=only)
    with pytest.raises(InputError) as caught:
        services.remove_entry(actor=author, seen=Seen(draft.pk, 2), key="clauses", at=0)
    assert caught.value.code == "studio.last-clause"


def test_another_name_goes_to_the_cases_too(author: Actor, draft: Draft) -> None:
    services.change_head(actor=author, seen=Seen(draft.pk, 1), changes={"edition": "2030"})
    words = words_of(draft)
    assert 'edition: "2030"' in words.text
    assert 'edition: "2030"' in words.cases
    assert selectors.checked(words).ready
    assert Draft.objects.get(pk=draft.pk).edition == "2030"


def test_a_draft_keeps_its_catalogue(author: Actor, draft: Draft) -> None:
    text = words_of(draft).text.replace("catalogue: talent-class", "catalogue: other")
    with pytest.raises(InputError) as caught:
        services.change_text(actor=author, seen=Seen(draft.pk, 1), text=text)
    assert caught.value.code == "studio.other-catalogue"


def test_words_without_a_shape_are_refused_and_words_with_problems_are_kept(author: Actor, draft: Draft) -> None:
    with pytest.raises(PolicyError):
        services.change_text(actor=author, seen=Seen(draft.pk, 1), text="clauses: x")
    wrong = words_of(draft).text.replace('role == "leader"', 'rol == "leader"', 1)
    assert services.change_text(actor=author, seen=Seen(draft.pk, 1), text=wrong).number == 2
    assert selectors.checked(words_of(draft)).catalogue is None


def test_sets_and_cases_change(author: Actor, draft: Draft) -> None:
    path = "sets/shortage-2025.yaml"
    text = words_of(draft).sets[path].replace("焊工", "焊接工")
    services.change_set(actor=author, seen=Seen(draft.pk, 1), path=path, text=text)
    assert "焊接工" in words_of(draft).sets[path]
    with pytest.raises(NotFound):
        services.change_set(actor=author, seen=Seen(draft.pk, 2), path="sets/none.yaml", text=text)
    services.change_cases(actor=author, seen=Seen(draft.pk, 2), cases=words_of(draft).cases.replace("E-01", "E-02"))
    assert selectors.checked(words_of(draft)).failed == 1
    with pytest.raises(PolicyError):
        services.change_cases(actor=author, seen=Seen(draft.pk, 3), cases="a: *b")


def test_a_draft_given_up_is_closed_and_kept(author: Actor, draft: Draft) -> None:
    services.drop_draft(actor=author, draft_id=draft.pk)
    assert Draft.objects.get(pk=draft.pk).state == DraftState.DROPPED
    assert list(selectors.drafts(author)) == []
    assert list(selectors.drafts(author, closed=True)) == [draft]
    for act in (lambda: change(author, draft, 1), lambda: services.drop_draft(actor=author, draft_id=draft.pk)):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(NotFound):
        services.drop_draft(actor=author, draft_id=draft.pk + 99)


@pytest.mark.parametrize("name", ["county", "auditor", "worker"])
def test_only_city_officers_write(world: World, draft: Draft, name: str) -> None:
    actor = world.actor(getattr(world, name))
    acts = [
        lambda: services.start_draft(actor=actor, base=BASE),
        lambda: services.copy_draft(actor=actor, draft_id=draft.pk),
        lambda: services.drop_draft(actor=actor, draft_id=draft.pk),
        lambda: change(actor, draft, 1),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert Draft.objects.count() == 1
    if name == "worker":
        with pytest.raises(Refused):
            selectors.newest(actor, draft.pk)
    else:
        assert selectors.newest(actor, draft.pk).number == 1


def test_the_database_keeps_every_revision(draft: Draft) -> None:
    for statement in (
        "update policy_revision set text = 'x'",
        "delete from policy_revision",
        "truncate policy_revision cascade",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_draft_starts_from_an_edition_that_is_there(author: Actor) -> None:
    with pytest.raises(NotFound):
        services.start_draft(actor=author, base="330300/talent-class/1999")


def test_a_title_that_does_not_name_the_edition_stays() -> None:
    words = selectors.Words('edition: "2025"\ntitle: {zh: 目录, en: x}\nclauses:\n  - id: a\n', {}, "")
    assert "title: {zh: 目录, en: x}" in services.retitle(words, "2026").text
    without = selectors.Words('edition: "2025"\nclauses:\n  - id: a\n', {}, "")
    assert services.retitle(without, "2026").text == 'edition: "2026"\nclauses:\n  - id: a\n'


def test_every_state_has_its_word() -> None:
    assert all(isinstance(each.label, Text) for each in DraftState)
