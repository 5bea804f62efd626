"""Official links from majors to occupations, as the teaching standards state them."""

from __future__ import annotations

from collections.abc import Sequence

from skillcity.kernel.text import Text
from skillcity.platform.imports import columns as formats
from skillcity.platform.imports.kinds import Column, ImportContext, ImportKind, Row, Taken
from skillcity.reference.engine.elsewhere import other_codes
from skillcity.reference.engine.files import data_file
from skillcity.reference.engine.words import tidy
from skillcity.reference.imports.majors import MAJOR_COLUMNS, known_majors, major_of
from skillcity.reference.imports.sorting import WHO, Sorted, cell, edition_for, other_name, sort_rows
from skillcity.reference.models import Edition, Major, MajorOccupation
from skillcity.reference.resolving import Resolved, Resolver
from skillcity.reference.writing import write_rows

CODE = formats.code(
    r"[1-8](-[0-9]{2}){1,3}", Text("如 6-18-02-04，或类别 6-18-02", "such as 6-18-02-04, or a group 6-18-02")
)
Key = tuple[str, str, str]


def key_of(row: Row) -> Key:
    """What makes a link: code and stage of the major, code of the occupation as stated."""
    return cell(row, "major_code"), cell(row, "level"), cell(row, "csco_code")


def take(rows: Sequence[Row], context: ImportContext) -> Taken:
    """Add the links that are not known, and the majors that they bring along.

    A code that stands only in another edition is translated where the meaning is sure (a note says how), and refused
    where it is not. A code of a group makes a link to the group.
    """
    names = known_majors()
    links = MajorOccupation.objects.values_list("major__code", "major__stage", "stated_code", "major__name")
    found = sort_rows(
        rows,
        key=key_of,
        name=lambda row: cell(row, "major_name"),
        known={(code, stage, stated): name for code, stage, stated, name in links},
        columns=("csco_code", "major_name"),
    )
    resolver = Resolver(other_codes(data_file("occupation_codes_elsewhere.yaml")))
    resolved = resolve(found, names, resolver)
    note_translations(rows, found, resolver)
    if found.fresh:
        write(found, names, resolved, edition_for("majors", context))
    return found.taken()


def resolve(found: Sorted, names: dict[object, str], resolver: Resolver) -> dict[int, Resolved]:
    """The occupation of each fresh row, by row number; rows that mean none, or contradict a name, are refused."""
    resolved: dict[int, Resolved] = {}
    kept: list[Row] = []
    for row in found.fresh:
        code, major = cell(row, "csco_code"), names.get(key_of(row)[:2])
        if major is not None and tidy(major) != tidy(cell(row, "major_name")):
            found.refuse(row, "major_name", "reference.other-name", other_name(cell(row, "major_code"), major))
        elif not resolver.called(code, cell(row, "csco_name")):
            found.refuse(row, "csco_name", "reference.other-name", other_name(code, resolver.rows[code][1]))
        elif (meant := resolver.find(code)) is None:
            text = Text(
                f"没有职业代码 {code}。请按2022年版大典填写。",
                f"There is no occupation {code}. Use the codes of the edition of 2022.",
            )
            found.refuse(row, "csco_code", "reference.unknown-code", text)
        else:
            resolved[row.number] = meant
            kept.append(row)
    found.fresh = kept
    return resolved


def note_translations(rows: Sequence[Row], found: Sorted, resolver: Resolver) -> None:
    """Say of every row with a code of another edition what it was taken for, also when the link was there before."""
    refused = {problem.number for problem in found.problems}
    for row in rows:
        meant = None if row.number in refused else resolver.find(cell(row, "csco_code"))
        if meant is not None and meant.other is not None:
            text = Text(
                f"{meant.other.code} 按 {meant.code} {meant.name} 计：{meant.other.why.zh}。",
                f"{meant.other.code} is taken as {meant.code} {meant.name}: {meant.other.why.en}.",
            )
            found.note(row, "csco_code", "reference.other-edition", text)


def write(found: Sorted, names: dict[object, str], resolved: dict[int, Resolved], edition: Edition) -> None:
    """The majors that nobody knew, each with a note, and then the links."""
    brought: dict[object, Row] = {}
    for row in found.fresh:
        if key_of(row)[:2] not in names:
            brought.setdefault(key_of(row)[:2], row)
    for row in brought.values():
        text = Text("专业原不存在，已一并加入。", "The major was not known and has been added.")
        found.note(row, "major_code", "reference.major-added", text)
    write_rows([major_of(edition, row) for row in brought.values()], unique=("code", "stage", "edition"))
    majors = Major.objects.order_by("edition_id").values_list("id", "code", "stage")
    ids = {(code, stage): key for key, code, stage in majors}
    write_rows(
        [
            MajorOccupation(
                edition=edition,
                major_id=ids[key_of(row)[:2]],
                occupation_id=resolved[row.number].occupation_id,
                stated_code=cell(row, "csco_code"),
                basis=resolved[row.number].basis,
            )
            for row in found.fresh
        ],
        unique=("major", "stated_code"),
    )


LINKS = ImportKind(
    key="links",
    label=Text("专业与职业对应", "Links of majors to occupations"),
    about=Text("专业教学标准中的职业面向。", "The occupations that teaching standards name."),
    columns=(
        *MAJOR_COLUMNS,
        Column("csco_code", Text("职业代码", "Code of the occupation"), CODE, sample="6-31-01-03"),
        Column(
            "csco_name", Text("职业名称", "Name of the occupation"), formats.text(64), required=False, sample="电工"
        ),
    ),
    take=take,
    roles=WHO,
)
