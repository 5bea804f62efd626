"""The public notice (公示): who is affected, names and numbers masked, as a workbook, a CSV or a page to print."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.audit.services import note_look, record
from skillcity.platform.imports.engine.cells import neutralise
from skillcity.platform.imports.engine.workbook import HEAD, TEXT, as_text, new_workbook, write_row
from skillcity.policy.studio.models import Simulation, SimulationRow
from skillcity.policy.studio.selectors import rows_of
from skillcity.policy.studio.showing import Figures
from skillcity.registry.models import IdentityDocument
from skillcity.registry.places import counties

FORMATS = ("xlsx", "csv")
COLUMNS = (
    Text("序号", "No."),
    Text("姓名", "Name"),
    Text("证件号码", "ID number"),
    Text("县(市、区)", "County"),
    Text("类别", "Class"),
    Text("依据条款", "Clause"),
)
MOST_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a notice."""

    number: int
    person_id: int
    name: str
    id_number: str
    county: Text
    value: Text
    clause: str

    def cells(self, language: str) -> list[str]:
        """The line as words."""
        words = (self.county.in_language(language), self.value.in_language(language), self.clause)
        return [str(self.number), self.name, self.id_number, *words]


def masked_name(name: str) -> str:
    """王*明 of 王小明, 王* of 王明: the first character, and the last of three or more."""
    if len(name) < 2:
        return "*"
    if len(name) == 2:
        return f"{name[0]}*"
    return f"{name[0]}{'*' * min(len(name) - 2, 3)}{name[-1]}"


def lines(simulation: Simulation, rows: Iterable[SimulationRow], first: int = 1) -> list[Line]:
    """The people of these rows as a notice shows them; rows come with their person."""
    some = list(rows)
    documents = IdentityDocument.objects.filter(person__in=[each.person_id for each in some]).order_by("-pk")
    masked = dict(documents.values_list("person_id", "masked"))
    known, figures = counties(), Figures(simulation)
    return [
        Line(
            number=at,
            person_id=each.person_id,
            name=masked_name(each.person.name),
            id_number=masked.get(each.person_id, ""),
            county=known.get(each.region, Text(each.region, each.region)),
            value=figures.class_label(each.new_value),
            clause=each.new_clause or each.cause,
        )
        for at, each in enumerate(some, first)
    ]


def with_people(rows: QuerySet[SimulationRow]) -> QuerySet[SimulationRow]:
    """The same rows with their people, in one query."""
    return rows.select_related("person").only(
        "person_id", "old_value", "new_value", "old_clause", "new_clause", "cause", "region", "shift", "old_amount",
        "new_amount", "person__name",
    )  # fmt: skip


def export(*, actor: Actor, simulation: Simulation, wanted: Mapping[str, str], kind: str, language: str) -> bytes:
    """The notice as a file; the audit notes the export and, for each person, that they were looked at.

    Errors: InputError (no such format, more rows than a notice can have).
    """
    if kind not in FORMATS:
        raise InputError("studio.format", Text("没有这种格式。", "There is no such format."), where=kind)
    rows = list(with_people(rows_of(simulation, wanted))[: MOST_ROWS + 1])
    if len(rows) > MOST_ROWS:
        raise InputError(
            "studio.too-many",
            Text(f"超过 {MOST_ROWS} 人，请缩小范围。", f"More than {MOST_ROWS} people: narrow the list."),
        )
    found = lines(simulation, rows)
    note_look(actor=actor, act="notice", person_ids=[each.person_id for each in found])
    details = {"rows": len(found), "format": kind, "filter": dict(wanted)}
    record(
        actor=actor, act="policy.notice-exported", object_type="simulation", object_id=simulation.pk, details=details
    )
    head = [each.in_language(language) for each in COLUMNS]
    cells = [each.cells(language) for each in found]
    return workbook(head, cells) if kind == "xlsx" else comma_separated(head, cells)


def workbook(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """An Excel workbook in which nothing is a formula."""
    out = io.BytesIO()
    book = new_workbook(out)
    sheet = book.add_worksheet("公示 Notice")
    style, text = book.add_format(HEAD), book.add_format(TEXT)
    write_row(sheet, 0, head, style)
    for at, row in enumerate(rows, 1):
        write_row(sheet, at, row, text)
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, len(head) - 1, 22)
    sheet.freeze_panes(1, 0)
    as_text(sheet)
    book.close()
    return out.getvalue()


def comma_separated(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A CSV file with a byte order mark, so that a spreadsheet reads its Chinese; nothing is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([[neutralise(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")
