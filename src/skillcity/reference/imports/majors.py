"""Majors of vocational schools and technician colleges."""

from __future__ import annotations

from collections.abc import Sequence

from skillcity.kernel.text import Text
from skillcity.platform.imports import columns as formats
from skillcity.platform.imports.kinds import Column, ImportContext, ImportKind, Row, Taken
from skillcity.reference.imports.sorting import WHO, cell, edition_for, sort_rows
from skillcity.reference.models import Edition, Major
from skillcity.reference.models.majors import STAGES
from skillcity.reference.models.searching import search_columns
from skillcity.reference.writing import write_rows

CODE = formats.code(
    r"[0-9]{4}([0-9]{2})?(-[0-9])?", Text("六位数字，技工院校为四位", "six digits, or four at technician colleges")
)
STAGE = formats.choice(
    {words.zh: key for key, words in STAGES.items()} | {key: key for key in STAGES} | {"中等职业": "secondary"},
    main=tuple(words.zh for words in STAGES.values()),
)


def major_of(edition: Edition, row: Row) -> Major:
    """A row of the file as a row of the table."""
    code, name = cell(row, "major_code"), cell(row, "major_name")
    return Major(edition=edition, code=code, name=name, stage=cell(row, "level"), **search_columns(code, name))


def known_majors() -> dict[object, str]:
    """The names of all majors by code and stage."""
    rows = Major.objects.order_by("edition_id").values_list("code", "stage", "name")
    return {(code, stage): name for code, stage, name in rows}


def take(rows: Sequence[Row], context: ImportContext) -> Taken:
    """Add the majors that are not known."""
    found = sort_rows(
        rows,
        key=lambda row: (cell(row, "major_code"), cell(row, "level")),
        name=lambda row: cell(row, "major_name"),
        known=known_majors(),
        columns=("major_code", "major_name"),
    )
    if found.fresh:
        edition = edition_for("majors", context)
        write_rows([major_of(edition, row) for row in found.fresh], unique=("code", "stage", "edition"))
    return found.taken()


MAJOR_COLUMNS = (
    Column("major_code", Text("专业代码", "Code of the major"), CODE, sample="660301"),
    Column("major_name", Text("专业名称", "Name of the major"), formats.text(64), sample="机电技术应用"),
    Column("level", Text("层次", "Stage"), STAGE, sample="中职", aliases=("学历层次", "stage")),
)
MAJORS = ImportKind(
    key="majors",
    label=Text("专业", "Majors"),
    about=Text("专业目录的代码、名称和层次。", "Codes, names and stages of majors."),
    columns=MAJOR_COLUMNS,
    take=take,
    roles=WHO,
)
