"""What the page of an import shows, as plain values for the components of the design system."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.paginator import Page
from django.urls import reverse

from skillcity.kernel.errors import NotFound
from skillcity.kernel.text import Text
from skillcity.platform.accounts.actor import Actor
from skillcity.platform.imports.engine.table import RowProblem
from skillcity.platform.imports.kinds import ImportKind, kind_named
from skillcity.platform.imports.models import ImportBatch
from skillcity.platform.imports.selectors import findings_of
from skillcity.platform.imports.status import TONES, WAITING, Status

SHOWN_PROBLEMS = 50
SHOWN_GROUPS = 20
NONE = Text("—", "—")


def kind_of(batch: ImportBatch) -> ImportKind | None:
    """The kind, or None when it is no longer declared."""
    try:
        return kind_named(batch.kind)
    except NotFound:
        return None


def kind_label(batch: ImportBatch) -> Text:
    """The kind's name for people."""
    kind = kind_of(batch)
    return kind.label if kind else Text(batch.kind, batch.kind)


def status_of(batch: ImportBatch) -> dict[str, Any]:
    """The status tag."""
    status = Status(batch.status)
    return {"tag": TONES[status], "label": status.label}


def batch_table(page: Page[ImportBatch]) -> dict[str, Any]:
    """The list of imports for `ui/table.html`."""
    rows = [
        [
            {"url": reverse("import", args=[batch.pk]), "text": Text(f"{batch.file_name}", f"{batch.file_name}")},
            kind_label(batch),
            status_of(batch),
            batch.rows,
            batch.refused,
            batch.created_at,
        ]
        for batch in page
    ]
    columns = [
        {"label": Text("文件", "File")},
        {"label": Text("类型", "Kind")},
        {"label": Text("状态", "State")},
        {"label": Text("行数", "Rows"), "numeric": True},
        {"label": Text("有错误", "With errors"), "numeric": True},
        {"label": Text("上传时间", "Uploaded")},
    ]
    return {"caption": Text("最近的导入", "Latest imports"), "columns": columns, "rows": rows, "page": page}


def batch_rows(batch: ImportBatch) -> list[dict[str, Any]]:
    """Terms and values of one import for `ui/summary_list.html`."""
    checked = batch.status == Status.CHECKED
    taken = Text("可导入", "Can be taken") if checked else Text("已导入", "Taken")
    return [
        {"label": Text("文件", "File"), "value": batch.file_name},
        {"label": Text("类型", "Kind"), "value": kind_label(batch)},
        {"label": Text("状态", "State"), "value": status_of(batch)},
        {"label": Text("总行数", "Rows"), "value": batch.rows},
        {"label": taken, "value": batch.taken},
        {"label": Text("已有相同记录", "Already there"), "value": batch.present},
        {"label": Text("有错误", "With errors"), "value": batch.refused},
        {"label": Text("上传时间", "Uploaded"), "value": batch.created_at},
        {"label": Text("完成时间", "Finished"), "value": batch.finished_at},
    ]


def batch_page_of(actor: Actor, batch: ImportBatch) -> dict[str, Any]:
    """Problems, remarks and the acts that the state allows."""
    problems, notes = findings_of(batch.pk)
    kind = kind_of(batch)
    mine = batch.account_id == actor.account_id or actor.role == "city-officer"
    return {
        "batch": batch,
        "notes": [note.text for note in notes[:SHOWN_GROUPS]],
        "summary": problem_summary(problems, kind),
        "problems": problem_table(problems, kind),
        "problems_left": max(0, len(problems) - SHOWN_PROBLEMS),
        "errors_url": reverse("import-errors", args=[batch.pk]) if problems else "",
        "take_url": reverse("import-take", args=[batch.pk])
        if mine and batch.status == Status.CHECKED and batch.taken
        else "",
        "cancel_url": reverse("import-cancel", args=[batch.pk]) if mine and batch.status in WAITING else "",
        "checked": batch.status == Status.CHECKED,
        "is_taken": batch.status == Status.TAKEN,
        "is_refused": batch.status == Status.REFUSED,
    }


def column_labels(kind: ImportKind | None) -> dict[str | None, Text]:
    """The label of each column key."""
    return {column.key: column.label for column in kind.columns} if kind else {}


def problem_summary(problems: list[RowProblem], kind: ImportKind | None) -> list[dict[str, Any]]:
    """Kinds of problems, most frequent first: {column, text (an example), count}."""
    labels = column_labels(kind)
    counts = Counter((problem.column, problem.code) for problem in problems)
    examples = {(problem.column, problem.code): problem.text for problem in reversed(problems)}
    return [
        {"column": labels.get(key[0], NONE), "text": examples[key], "count": count}
        for key, count in counts.most_common(SHOWN_GROUPS)
    ]


def problem_table(problems: list[RowProblem], kind: ImportKind | None) -> dict[str, Any]:
    """The first problems for `ui/table.html`."""
    labels = column_labels(kind)
    return {
        "caption": Text(f"问题(前 {SHOWN_PROBLEMS} 条)", f"Problems (the first {SHOWN_PROBLEMS})"),
        "columns": [
            {"label": Text("行", "Row"), "numeric": True},
            {"label": Text("列", "Column")},
            {"label": Text("问题", "Problem")},
        ],
        "rows": [
            [problem.number, labels.get(problem.column, NONE), problem.text] for problem in problems[:SHOWN_PROBLEMS]
        ],
        "page": None,
    }
