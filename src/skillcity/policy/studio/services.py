"""Writing drafts: start one, change its words, give it up. Every change is a new revision; the old ones stay."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import record
from skillcity.policy.studio import errors, permissions
from skillcity.policy.studio.engine import editing
from skillcity.policy.studio.engine.outline import Entry, Outline, outline
from skillcity.policy.studio.engine.rendering import Value
from skillcity.policy.studio.kinds import DraftState
from skillcity.policy.studio.models import Draft, Revision
from skillcity.policy.studio.naming import free_name
from skillcity.policy.studio.selectors import Words, words_of_edition

MOST_WHAT = 200


def start_draft(*, actor: Actor, base: str) -> Draft:
    """Start a draft from an edition (`330300/talent-class/2025`): its words, sets and cases are copied, its file stays.

    Errors: Refused; NotFound.
    """
    permissions.may_write(actor).require()
    words = words_of_edition(base)
    what = Text(f"取自 {base}", f"Taken from {base}")
    return _start(actor, words, base=base, parent=None, what=what)


def copy_draft(*, actor: Actor, draft_id: int) -> Draft:
    """Start a draft from another one as it stands now. Errors: Refused; NotFound."""
    permissions.may_write(actor).require()
    revision = Revision.objects.select_related("draft").filter(draft=draft_id).order_by("-number").first()
    if revision is None:
        raise errors.NO_DRAFT
    what = Text(f"取自草稿 {draft_id}", f"Taken from draft {draft_id}")
    words = Words(revision.text, revision.sets, revision.cases)
    return _start(actor, words, base=revision.draft.base, parent=revision.draft, what=what)


def _start(actor: Actor, words: Words, *, base: str, parent: Draft | None, what: Text) -> Draft:
    region, catalogue = base.split("/")[:2]
    words = retitle(words, free_name(region, catalogue, str(timezone.localdate().year)))
    shown = outline(words.text)
    with transaction.atomic():
        draft = Draft(region=region, catalogue=catalogue, base=base, parent=parent, author_id=permissions.writer(actor))
        _describe(draft, shown)
        draft.save(force_insert=True)
        _add_revision(actor, draft, words, what)
        record(actor=actor, act="policy.draft-started", object_type="draft", object_id=draft.pk, details={"base": base})
    return draft


def retitle(words: Words, name: str) -> Words:
    """The words under another name, which the title says too where it said the old one."""
    shown = outline(words.text)
    old, title = shown.word("edition"), shown.values.get("title")
    renamed = rename(words, name)
    if not old or not isinstance(title, Mapping) or not all(isinstance(each, str) for each in title.values()):
        return renamed
    new = {language: each.replace(old, name) for language, each in title.items()}
    return replace(renamed, text=editing.set_values(renamed.text, {"title": new}))


def rename(words: Words, name: str) -> Words:
    """The words under another name of the edition; the cases follow."""
    cases = editing.set_values(words.cases, {"edition": name}) if words.cases.strip() else ""
    return replace(words, text=editing.set_values(words.text, {"edition": name}), cases=cases)


@dataclass(frozen=True, slots=True)
class Seen:
    """The draft that a form was opened on: its number and the revision that the reader saw."""

    draft_id: int
    revision: int


def change_entry(*, actor: Actor, seen: Seen, key: str, at: int, changes: editing.Changes) -> Revision:
    """Change some values of a clause (`key` clauses) or a benefit; every other line of the draft stays as it is.

    Errors: Refused; NotFound; Changed (saved by somebody meanwhile); PolicyError (words that the form cannot write).
    """

    def edit(words: Words, shown: Outline) -> tuple[Words, Text]:
        entry = _entry(shown, key, at)
        text = editing.set_item(words.text, key, at, changes)
        return replace(words, text=text), _said("修改条款", "Changed clause", entry.id)

    return save(actor=actor, seen=seen, edit=edit)


def add_entry(*, actor: Actor, seen: Seen, key: str, after: int, values: Mapping[str, Value]) -> Revision:
    """Add a clause or benefit behind number `after`. Errors as `change_entry`."""

    def edit(words: Words, shown: Outline) -> tuple[Words, Text]:
        text = editing.add_item(words.text, key, min(after, len(_entries(shown, key)) - 1), values)
        return replace(words, text=text), _said("新增条款", "Added clause", str(values.get("id", "")))

    return save(actor=actor, seen=seen, edit=edit)


def copy_entry(*, actor: Actor, seen: Seen, key: str, at: int) -> Revision:
    """Copy a clause or benefit, its comments too, under an id that is free. Errors as `change_entry`."""

    def edit(words: Words, shown: Outline) -> tuple[Words, Text]:
        entry = _entry(shown, key, at)
        name = free_id(shown, entry.id)
        text = editing.copy_item(words.text, key, at, {"id": name})
        return replace(words, text=text), _said("复制条款", "Copied clause", f"{entry.id} → {name}")

    return save(actor=actor, seen=seen, edit=edit)


def remove_entry(*, actor: Actor, seen: Seen, key: str, at: int) -> Revision:
    """Take a clause or benefit out. Errors as `change_entry`; InputError for the last one."""

    def edit(words: Words, shown: Outline) -> tuple[Words, Text]:
        entry = _entry(shown, key, at)
        if len(shown.clauses) + len(shown.benefits) < 2:
            raise errors.LAST_CLAUSE
        text = editing.remove_item(words.text, key, at)
        return replace(words, text=text), _said("删去条款", "Removed clause", entry.id)

    return save(actor=actor, seen=seen, edit=edit)


def change_head(*, actor: Actor, seen: Seen, changes: editing.Changes) -> Revision:
    """Change the catalogue's own values: title, edition, days, sets. Errors as `change_entry`."""

    def edit(words: Words, shown: Outline) -> tuple[Words, Text]:
        edited = replace(words, text=editing.set_values(words.text, changes))
        if "edition" in changes and words.cases.strip():
            edited = replace(edited, cases=editing.set_values(words.cases, {"edition": changes["edition"]}))
        return edited, Text("修改名称和日期", "Changed title and days")

    return save(actor=actor, seen=seen, edit=edit)


def change_set(*, actor: Actor, seen: Seen, path: str, text: str) -> Revision:
    """Replace the words of one of the draft's set files. Errors as `change_entry`."""

    def edit(words: Words, shown: Outline) -> tuple[Words, Text]:
        if path not in words.sets:
            raise errors.NO_SET
        return replace(words, sets={**words.sets, path: text}), _said("修改名单", "Changed set", path)

    return save(actor=actor, seen=seen, edit=edit)


def change_text(*, actor: Actor, seen: Seen, text: str) -> Revision:
    """Replace the whole text. Words whose shape no form could show are refused. Errors as `change_entry`."""
    return save(
        actor=actor,
        seen=seen,
        edit=lambda words, shown: (replace(words, text=_unix(text)), Text("修改全文", "Changed the whole text")),
    )


def change_cases(*, actor: Actor, seen: Seen, cases: str, what: Text | None = None) -> Revision:
    """Replace the test cases; they must be YAML, and may still fail. Errors as `change_entry`."""
    editing.values_of(cases)
    said = what or Text("修改用例", "Changed the cases")
    return save(actor=actor, seen=seen, edit=lambda words, shown: (replace(words, cases=_unix(cases)), said))


def drop_draft(*, actor: Actor, draft_id: int) -> Draft:
    """Give a draft up; its revisions stay. Errors: Refused; NotFound; Conflict."""
    permissions.may_write(actor).require()
    with transaction.atomic():
        draft = locked(draft_id)
        if draft.state != DraftState.OPEN:
            raise errors.NOT_OPEN
        draft.state = DraftState.DROPPED.value
        draft.save(update_fields=["state"])
        record(actor=actor, act="policy.draft-dropped", object_type="draft", object_id=draft.pk)
    return draft


Edit = Callable[[Words, Outline], tuple[Words, Text]]


def save(*, actor: Actor, seen: Seen, edit: Edit) -> Revision:
    """Make a new revision from the newest one, if it is the one that the reader saw and the draft is being written.

    Nothing is saved when nothing differs. Errors: Refused; NotFound; Conflict; Changed; PolicyError.
    """
    permissions.may_write(actor).require()
    with transaction.atomic():
        draft = locked(seen.draft_id)
        newest = Revision.objects.select_related("by").get(draft=draft, number=draft.revision)
        if draft.state != DraftState.OPEN:
            raise errors.NOT_OPEN
        if draft.revision != seen.revision:
            raise errors.Changed(newest)
        before = Words(newest.text, newest.sets, newest.cases)
        after, what = edit(before, outline(before.text))
        if after == before:
            return newest
        shown = outline(after.text)
        if (shown.values.get("region"), shown.values.get("catalogue")) != (draft.region, draft.catalogue):
            raise errors.OTHER_CATALOGUE
        draft.revision += 1
        draft.changed_at = timezone.now()
        _describe(draft, shown)
        draft.save(update_fields=["revision", "changed_at", "edition", "title_zh", "title_en"])
        made = _add_revision(actor, draft, after, what)
        details = {"revision": draft.revision, "what": what.en}
        record(actor=actor, act="policy.draft-changed", object_type="draft", object_id=draft.pk, details=details)
    return made


def locked(draft_id: int) -> Draft:
    """The draft, until the transaction ends nobody else's. Raises NotFound."""
    found = Draft.objects.select_for_update(of=("self",)).filter(pk=draft_id).order_by("pk").first()
    if found is None:
        raise errors.NO_DRAFT
    return found


def free_id(shown: Outline, wanted: str) -> str:
    """An id that no clause has: E-02 becomes E-02-2, then E-02-3."""
    taken = {each.id for each in (*shown.clauses, *shown.benefits)}
    return next(name for at in range(2, len(taken) + 3) if (name := f"{wanted}-{at}") not in taken)


def _add_revision(actor: Actor, draft: Draft, words: Words, what: Text) -> Revision:
    return Revision.objects.create(
        draft=draft,
        number=draft.revision,
        text=words.text,
        sets=dict(words.sets),
        cases=words.cases,
        what_zh=what.zh[:MOST_WHAT],
        what_en=what.en[:MOST_WHAT],
        by_id=permissions.writer(actor),
    )


def _describe(draft: Draft, shown: Outline) -> None:
    """What lists show of a draft, taken from its words, however odd they are."""
    title: Any = shown.values.get("title") or {}
    source: Any = shown.values.get("source") or {}
    fallback = source.get("title", "") if isinstance(source, Mapping) else ""
    given = title if isinstance(title, Mapping) else {}
    draft.title_zh = str(given.get("zh") or fallback or draft.catalogue)[:200]
    draft.title_en = str(given.get("en") or fallback or draft.catalogue)[:200]
    draft.edition = str(shown.values.get("edition") or "")[:32]


def _entries(shown: Outline, key: str) -> tuple[Entry, ...]:
    return shown.benefits if key == "benefits" else shown.clauses


def _entry(shown: Outline, key: str, at: int) -> Entry:
    found = _entries(shown, key)
    if not 0 <= at < len(found):
        raise errors.NO_CLAUSE
    return found[at]


def _said(zh: str, en: str, name: str) -> Text:
    return Text(f"{zh} {name}", f"{en} {name}")


def _unix(text: str) -> str:
    """A browser sends every line end as two characters."""
    return text.replace("\r\n", "\n")
