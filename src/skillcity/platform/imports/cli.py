"""`./skillcity import`: check and take files on the command line, print the kinds, write templates."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skillcity.kernel.errors import InputError
from skillcity.kernel.text import Text

if TYPE_CHECKING:
    from skillcity.platform.imports.kinds import ImportKind
    from skillcity.platform.imports.outcome import Outcome

SHOWN = 20
FILE = click.Path(path_type=Path)


@click.command("import")
@click.argument("kind", required=False)
@click.argument("file", required=False, type=FILE)
@click.option("--check", is_flag=True, help="只检查，不写入 / check only, write nothing")
@click.option("--strict", is_flag=True, help="有一行错误就不导入 / one refused row refuses the file")
@click.option(
    "--errors", type=FILE, metavar="OUT.xlsx", help="把有错误的行写成工作簿 / write the refused rows to a workbook"
)
@click.option("--template", type=FILE, metavar="OUT.xlsx", help="写出该类型的模板 / write the template of this kind")
@click.option("--list", "list_kinds", is_flag=True, help="列出所有类型 / list the kinds")
@click.option(
    "--markdown", is_flag=True, help="与 --list 同用：输出各类型的列 / with --list: print the formats as Markdown"
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def import_(
    kind: str | None,
    file: Path | None,
    check: bool,
    strict: bool,
    errors: Path | None,
    template: Path | None,
    list_kinds: bool,
    markdown: bool,
    as_json: bool,
) -> None:
    """导入一个工作簿或 CSV 文件。 Import a workbook or CSV file.

    \b
    ./skillcity import --list                          the kinds
    ./skillcity import people --template people.xlsx   a template to fill in
    ./skillcity import people people.xlsx --check      what would happen
    ./skillcity import people people.xlsx --errors wrong.xlsx

    The good rows are written together, in one transaction; the refused ones are named on standard error, and come back
    as a workbook with --errors. With --strict one refused row refuses the whole file. The same content again is
    answered with the first result and changes nothing.

    With --json: {"rows", "taken", "present", "refused", "problems": [{"row", "column", "code", "zh", "en"}, ...], ...}.
    """
    from skillcity.platform.imports.kinds import all_kinds, kind_named

    if list_kinds:
        show_kinds(all_kinds(), markdown=markdown, as_json=as_json)
        return
    if kind is None:
        raise click.UsageError("请给出类型和文件，或 --list / give KIND and FILE, or --list")
    known = kind_named(kind)
    if template is not None:
        write_template_file(known, template)
    elif file is None:
        raise click.UsageError("请给出文件 / give FILE")
    else:
        run_import(known, file, check=check, strict=strict, errors=errors, as_json=as_json)


def run_import(kind: ImportKind, file: Path, *, check: bool, strict: bool, errors: Path | None, as_json: bool) -> None:
    """Check or take the file as the system itself, and say what became of it."""
    from skillcity.platform.accounts.actor import SYSTEM
    from skillcity.platform.imports.refused_rows import write_refused_rows
    from skillcity.platform.imports.services import check_file, import_file

    if errors is not None:
        require_folder(errors)
    progress = show_progress if sys.stderr.isatty() else None
    if check:
        outcome = check_file(actor=SYSTEM, kind=kind, path=file, progress=progress)
    else:
        outcome = import_file(actor=SYSTEM, kind=kind, path=file, progress=progress, strict=strict)
    if errors is not None and outcome.problems:
        write_refused_rows(errors, kind, file, list(outcome.problems))
    if as_json:
        click.echo(json.dumps(outcome.as_dict(), ensure_ascii=False))
    else:
        show_outcome(kind, outcome)


def show_progress(done: int, total: int) -> None:
    """One line on standard error that counts up."""
    click.echo(f"\r{done}/{total}", nl=done >= total, err=True)


def show_outcome(kind: ImportKind, outcome: Outcome) -> None:
    """The figures on standard output, the problems as a table on standard error."""
    words = {"checked": "检查 checked", "taken": "已导入 taken", "refused": "未导入 refused"}[outcome.status]
    again = "(相同内容已导入过 / the same content was taken before)" if outcome.again else ""
    click.echo(
        f"{kind.label.zh} / {kind.label.en}: {words}{again}\n"
        f"行数 rows {outcome.rows} · 写入 taken {outcome.taken} · 已有 present {outcome.present}"
        f" · 有错误 refused {outcome.refused} · {outcome.seconds:.1f} s"
    )
    for note in outcome.notes[:SHOWN]:
        click.echo(f"提示 note: {note.text.zh} / {note.text.en}", err=True)
    for problem in outcome.problems[:SHOWN]:
        place = f"{problem.number:>6}  {problem.column or '-':<18}"
        click.echo(f"{place} {problem.text.zh}\n{'':>26} {problem.text.en}", err=True)
    if len(outcome.problems) > SHOWN:
        left = len(outcome.problems) - SHOWN
        click.echo(f"另有 {left} 条，用 --errors 写成工作簿 / {left} more: write them with --errors", err=True)


def show_kinds(kinds: tuple[ImportKind, ...], *, markdown: bool, as_json: bool) -> None:
    """The kinds: one a line, as JSON, or the whole formats as Markdown."""
    from skillcity.platform.imports.formats import as_markdown

    if markdown:
        click.echo(as_markdown(kinds), nl=False)
    elif as_json:
        content = [
            {"key": kind.key, "zh": kind.label.zh, "en": kind.label.en, "columns": [each.key for each in kind.columns]}
            for kind in kinds
        ]
        click.echo(json.dumps({"kinds": content}, ensure_ascii=False))
    else:
        for kind in kinds:
            click.echo(f"{kind.key:<24} {kind.label.zh} / {kind.label.en}")


def write_template_file(kind: ImportKind, target: Path) -> None:
    """Write the template workbook."""
    from skillcity.platform.imports.engine.template import write_template

    require_folder(target)
    write_template(target, kind.label, kind.about, kind.columns)
    click.echo(f"已写出 / written: {target}", err=True)


def require_folder(target: Path) -> None:
    """Raise InputError unless a file can be written there: asked before the work, not after it."""
    folder = target.parent
    if not folder.is_dir() or target.is_dir():
        raise InputError(
            "imports.no-folder",
            Text("不能写到这里。", "No file can be written there."),
            where=str(target),
            todo=Text("请先建立文件夹。", "Make the folder first."),
        )
