"""The lines of a batch from the rows of a file, or from the one form: the same rules for both.

Whoever examined somebody holds their ID number and name; a row is theirs when both agree with the registry. Nothing
else about the person is read, so no membership is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from skillcity.credentials.engine.scoring import Part, failed_parts, parts_of, plain
from skillcity.credentials.issuing import NewCandidate, add_candidates, checked_attributes
from skillcity.credentials.kinds import BatchStatus, CertificateKind
from skillcity.credentials.models import Batch, Candidate
from skillcity.kernel.errors import InputError
from skillcity.kernel.skill_level import SkillLevel
from skillcity.kernel.text import Text
from skillcity.platform.accounts.scope import seeing_all
from skillcity.platform.imports.kinds import ImportContext, Row, RowProblem, Taken
from skillcity.reference.selectors import occupation_names
from skillcity.registry.finding import Found, find_people, refuse_wrong_person
from skillcity.registry.models import Person
from skillcity.registry.sorting import Sorting

BATCH, SCORE = "batch", "score"
NAMED = "occupation_name"
OTHER = {"id_number", "name", BATCH, SCORE, *Part}
OPEN = (BatchStatus.DRAFT.value, BatchStatus.RETURNED.value)

PASSED = Text("", "")
NOT_PASSED = Text("考核不合格", "the test was not passed")


@dataclass(frozen=True, slots=True)
class Line:
    """A row that can be written: into which batch, about whom, what."""

    batch: Batch
    found: Found
    attributes: dict[str, Any]
    scores: dict[str, str]
    failed: tuple[Part, ...]
    passed: bool


def take_lines(kind: CertificateKind, rows: Sequence[Row], context: ImportContext, batch: Batch | None = None) -> Taken:
    """Write the rows that are sound and new, each to the batch that it names, to `batch`, or to the only open one."""
    sorting = Sorting()
    with seeing_all():
        people = find_people([row.values["id_number"] for row in rows])  # type: ignore[misc]  # parsed by the column
    open_batches = {batch.pk: batch} if batch else _open_batches(kind, context)
    known = _known(open_batches)
    occupations = occupation_names() if any("occupation" in row.values for row in rows) else {}
    new: list[Line] = []
    for row in rows:
        line = _line(kind, row, people, open_batches, occupations, sorting)
        if line is None:
            continue
        key = (line.batch.pk, line.found.person_id, frozenset(line.attributes.items()))
        if not sorting.first(row, key):
            continue
        if key not in known:
            new.append(line)
            _note_failed(row, line, sorting)
        elif known[key] == line.scores:
            sorting.present += 1
        else:
            zh, en = (
                "此人已在批次中，成绩不同；请先移除原行。",
                "The person is in the batch with other scores: remove that line.",
            )
            sorting.refuse(row, None, "lines.other-scores", zh, en)
    _write(new, context)
    return sorting.taken(len(new))


def _open_batches(kind: CertificateKind, context: ImportContext) -> dict[int, Batch]:
    rows = Batch.objects.filter(
        kind=kind.value, status__in=OPEN, organisation__in=context.actor.organisation_ids
    ).select_related("station", "organisation")
    return {each.pk: each for each in rows.order_by("pk")}


def _known(batches: Mapping[int, Batch]) -> dict[tuple[int, int, frozenset[tuple[str, Any]]], dict[str, str]]:
    rows = Candidate.objects.filter(batch__in=batches).order_by("pk")
    given = rows.values_list("batch_id", "person_id", "attributes", "scores")
    return {(batch, person, frozenset(said.items())): scores for batch, person, said, scores in given}


def _line(
    kind: CertificateKind,
    row: Row,
    people: Mapping[str, Found],
    batches: Mapping[int, Batch],
    occupations: Mapping[str, str],
    sorting: Sorting,
) -> Line | None:
    batch = _batch_of(row, batches, sorting)
    found = people.get(row.values["id_number"].value)  # type: ignore[attr-defined]  # parsed by the column
    if batch is None or refuse_wrong_person(sorting, row, found) or found is None:
        return None
    code = row.values.get("occupation")
    if code is not None and occupations and str(code) not in occupations:
        zh, en = f"职业分类大典中没有“{code}”。", f"“{code}” is not in the classification of occupations."
        sorting.refuse(row, "occupation", "facts.unknown-occupation", zh, en)
        return None
    scores = _scores(kind, row, sorting)
    if scores is None:
        return None
    given = {name: value for name, value in row.values.items() if name not in OTHER and value is not None}
    if NAMED in row.values:
        given.setdefault(NAMED, occupations.get(str(code), ""))
    try:
        attributes = checked_attributes(kind, given, batch.organisation)
    except InputError as error:
        sorting.problems.append(RowProblem(row.number, error.where or None, error.code, error.text))
        return None
    failed = failed_parts(scores)
    passed = not failed and attributes.get("passed") is not False
    return Line(batch, found, attributes, {str(part): plain(points) for part, points in scores.items()}, failed, passed)


def _batch_of(row: Row, batches: Mapping[int, Batch], sorting: Sorting) -> Batch | None:
    number = row.values.get(BATCH)
    if number is None and len(batches) == 1:
        return next(iter(batches.values()))
    found = batches.get(number) if isinstance(number, int) else None
    if found is None:
        zh, en = (
            "请填写一个本机构、未提交的批次的编号。",
            "Name a batch of your body that is not submitted yet, by its number.",
        )
        sorting.refuse(row, BATCH, "lines.batch", zh, en)
    return found


def _scores(kind: CertificateKind, row: Row, sorting: Sorting) -> dict[Part, Decimal] | None:
    """The points by part, one part for a special ability; None when a part is lacking or one too many."""
    if kind is CertificateKind.SPECIAL_ABILITY:
        points = row.values.get(SCORE)
        return {Part.SKILL: points} if isinstance(points, Decimal) else {}
    level = row.values.get("level")
    if kind is not CertificateKind.SKILL_LEVEL or not isinstance(level, SkillLevel):
        return {}
    wanted = parts_of(level)
    for part in Part:
        given = row.values.get(part)
        if (given is not None) == (part in wanted):
            continue
        if given is None:
            zh, en = f"{level.label.zh}须有{part.label.zh}。", f"{level.label.en} needs it: {part.label.en}."
        else:
            zh, en = f"{level.label.zh}没有{part.label.zh}。", f"{level.label.en} has none: {part.label.en}."
        sorting.refuse(row, str(part), "lines.parts", zh, en)
        return None
    return {part: row.values[part] for part in wanted}  # type: ignore[misc]  # parsed by the column


def _note_failed(row: Row, line: Line, sorting: Sorting) -> None:
    if not line.passed:
        said = remark_of(line)
        what = Text(f"不发证：{said.zh}", f"No certificate: {said.en}")
        sorting.note(row, None, "lines.not-passed", what)


def remark_of(line: Line) -> Text:
    """Why somebody has not passed; nothing for who has."""
    if not line.failed:
        return PASSED if line.passed else NOT_PASSED
    points = [(part.label, line.scores.get(str(part), "")) for part in line.failed]
    zh = "、".join(f"{label.zh}{score}" for label, score in points)
    return Text(zh, ", ".join(f"{label.en} {score}".strip() for label, score in points))


def _write(lines: Sequence[Line], context: ImportContext) -> None:
    with seeing_all():
        people = Person.objects.in_bulk([each.found.person_id for each in lines])
        for batch in {line.batch.pk: line.batch for line in lines}.values():
            candidates = [
                NewCandidate(
                    people[each.found.person_id], each.attributes, each.passed, remark_of(each).zh, each.scores
                )
                for each in lines
                if each.batch.pk == batch.pk
            ]
            add_candidates(actor=context.actor, batch=batch, candidates=candidates)
